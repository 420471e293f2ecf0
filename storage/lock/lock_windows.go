package lock

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"golang.org/x/sys/windows"
)

func tryLock(f *os.File) error {
	err := windows.LockFileEx(windows.Handle(f.Fd()), windows.LOCKFILE_EXCLUSIVE_LOCK|windows.LOCKFILE_FAIL_IMMEDIATELY, 0, 1, 0, new(windows.Overlapped))
	if errors.Is(err, windows.ERROR_LOCK_VIOLATION) || errors.Is(err, windows.ERROR_IO_PENDING) {
		return errBusy
	}
	return err
}

func unlock(f *os.File) error {
	return windows.UnlockFileEx(windows.Handle(f.Fd()), 0, 1, 0, new(windows.Overlapped))
}

// Local refuses folders on network drives: ErrNetworkDrive.
func Local(dir string) error {
	abs, err := filepath.Abs(dir)
	if err != nil {
		return fmt.Errorf("looking at folder: %w", err)
	}
	volume := volumeOf(abs)
	root, err := windows.UTF16PtrFromString(volume + `\`)
	if err != nil {
		return fmt.Errorf("looking at folder: %w", err)
	}
	if len(volume) > 2 && volume[0] == '\\' || windows.GetDriveType(root) == windows.DRIVE_REMOTE {
		return fmt.Errorf("%s: %w", dir, ErrNetworkDrive)
	}
	return nil
}

// volumeOf names the drive or share; the long form of a drive, \\?\C:, is the drive.
func volumeOf(abs string) string {
	volume := filepath.VolumeName(abs)
	if drive, long := strings.CutPrefix(volume, `\\?\`); long && len(drive) == 2 && drive[1] == ':' {
		return drive
	}
	return volume
}
