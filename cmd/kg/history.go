package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// mostHistory is the number of entries that the shell keeps.
const mostHistory = 5000

// history is what was typed at the shell: whole entries, of several lines where they have them, in a file of the user
// with one JSON text a line. It is a history source of the line editor.
type history struct {
	file    string // empty: only for this session
	entries []string
}

// openHistory reads the history. What cannot be read is no reason not to start: the error comes with an empty history.
func openHistory(file string) (*history, error) {
	h := &history{}
	if file == "" {
		return h, nil
	}
	if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
		return h, err
	}
	f, err := os.OpenFile(file, os.O_CREATE|os.O_RDONLY, 0o600) // for its owner only
	if err != nil {
		return h, err
	}
	defer f.Close()
	lines := 0
	scan := bufio.NewScanner(f)
	scan.Buffer(nil, 1<<20)
	for scan.Scan() {
		lines++
		var entry string
		if json.Unmarshal(scan.Bytes(), &entry) == nil {
			h.entries = append(h.entries, entry)
		}
	}
	if err := scan.Err(); err != nil {
		return h, err
	}
	h.file = file
	if len(h.entries) > mostHistory {
		h.entries = h.entries[len(h.entries)-mostHistory:]
	}
	if lines > mostHistory+mostHistory/10 {
		return h, h.rewrite()
	}
	return h, nil
}

// rewrite makes the file as short as the history may be.
func (h *history) rewrite() error {
	var b strings.Builder
	for _, entry := range h.entries {
		data, err := json.Marshal(entry)
		if err != nil {
			return err
		}
		b.Write(append(data, '\n'))
	}
	next := h.file + ".new"
	if err := os.WriteFile(next, []byte(b.String()), 0o600); err != nil {
		return err
	}
	return os.Rename(next, h.file)
}

// Write adds an entry, unless it is the last one again or begins with a blank.
func (h *history) Write(entry string) (int, error) {
	if strings.TrimSpace(entry) == "" || strings.HasPrefix(entry, " ") || len(h.entries) > 0 && h.entries[len(h.entries)-1] == entry {
		return len(h.entries), nil
	}
	h.entries = append(h.entries, entry)
	if h.file == "" {
		return len(h.entries), nil
	}
	data, err := json.Marshal(entry)
	if err != nil {
		return len(h.entries), err
	}
	f, err := os.OpenFile(h.file, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		return len(h.entries), err
	}
	_, err = f.Write(append(data, '\n'))
	return len(h.entries), errors.Join(err, f.Close())
}

// GetLine gives an entry, counted from 0.
func (h *history) GetLine(n int) (string, error) {
	if n < 0 || n >= len(h.entries) {
		return "", fmt.Errorf("there is no entry %d in the history", n)
	}
	return h.entries[n], nil
}

// Len is the number of entries.
func (h *history) Len() int { return len(h.entries) }

// Dump gives all entries.
func (h *history) Dump() any { return h.entries }

// historyFile is where the shell's history is kept, empty where there is no place for it.
func historyFile() string {
	if file := os.Getenv("KG_HISTORY"); file != "" {
		return file
	}
	dir := os.Getenv("XDG_STATE_HOME")
	if dir == "" {
		home, err := os.UserHomeDir()
		if err != nil {
			return ""
		}
		dir = filepath.Join(home, ".local", "state")
	}
	return filepath.Join(dir, "kg", "history")
}
