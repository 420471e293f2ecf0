package home

import (
	"fmt"
	"os"

	"golang.org/x/sys/unix"
)

func machine() string {
	for _, path := range []string{"/etc/machine-id", "/var/lib/dbus/machine-id"} {
		if raw, err := os.ReadFile(path); err == nil && len(raw) > 0 {
			return named(string(raw))
		}
	}
	return named("")
}

// identity is the inode and its birth: inodes are used again, a birth is not. The device number is left out, for it
// changes from one start of the machine to the next.
func identity(path string) (string, error) {
	var st unix.Statx_t
	if err := unix.Statx(unix.AT_FDCWD, path, 0, unix.STATX_INO|unix.STATX_BTIME, &st); err != nil {
		return "", &os.PathError{Op: "statx", Path: path, Err: err}
	}
	return fmt.Sprintf("%d %d.%09d", st.Ino, st.Btime.Sec, st.Btime.Nsec), nil
}
