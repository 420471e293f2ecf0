//go:build !windows

package cryptvfs

import "syscall"

var errDiskFull error = syscall.EDQUOT
