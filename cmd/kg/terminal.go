package main

// isTerminal tells a terminal from a file, a pipe or anything else.
func isTerminal(stream any) bool { return terminalWidth(stream) > 0 }
