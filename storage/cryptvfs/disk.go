package cryptvfs

import (
	"errors"
	"io"

	"opsledger/storage/disk"
)

// File is an open file of the operating system.
type File = disk.File

// Disk opens files. Tests put one in that fails, tears or drops writes.
type Disk = disk.Disk

// OS is the disk of this machine.
type OS = disk.OS

func size(f File) (int64, error) {
	st, err := f.Stat()
	if err != nil {
		return 0, err
	}
	return st.Size(), nil
}

// readFull reads what there is at off; short is no error, the count says it.
func readFull(f File, p []byte, off int64) (int, error) {
	n, err := f.ReadAt(p, off)
	if errors.Is(err, io.EOF) {
		err = nil
	}
	return n, err
}
