// Package home tells where a store's file lies: which machine, and which file there. A copy of a file is another
// file, so a store that was copied, restored by hand or carried to another PC finds out and can ask. It knows a path
// only and imports nothing of this program.
package home

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"os"
	"strings"
)

// Of gives a short digest of machine and file. A file moved on its own volume keeps it; a copy has another.
func Of(path string) (string, error) {
	file, err := identity(path)
	if err != nil {
		return "", fmt.Errorf("looking where the store lies: %w", err)
	}
	sum := sha256.Sum256([]byte("opsledger/home/1\x00" + machine() + "\x00" + file))
	return hex.EncodeToString(sum[:16]), nil
}

// named falls back on the machine's name where the system keeps no ID.
func named(id string) string {
	if id = strings.TrimSpace(id); id != "" {
		return id
	}
	name, err := os.Hostname()
	if err != nil {
		return ""
	}
	return name
}
