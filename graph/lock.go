package graph

import "fmt"

// LockedError says that another process has the store open.
type LockedError struct {
	Dir string
	// Users tells the processes with their commands, as far as they are known.
	Users string
}

func (e *LockedError) Error() string {
	users := e.Users
	if users == "" {
		users = "another process has it open"
	}
	return fmt.Sprintf("the store %s is in use: %s; try again when it has ended", e.Dir, users)
}
