//go:build !linux && !windows

package home

import (
	"fmt"
	"os"
	"syscall"
)

func machine() string { return named("") }

func identity(path string) (string, error) {
	st, err := os.Stat(path)
	if err != nil {
		return "", err
	}
	if sys, ok := st.Sys().(*syscall.Stat_t); ok {
		return fmt.Sprint(sys.Ino), nil
	}
	return st.Name(), nil
}
