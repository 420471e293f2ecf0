package home

import (
	"fmt"
	"os"

	"golang.org/x/sys/windows"
	"golang.org/x/sys/windows/registry"
)

func machine() string {
	k, err := registry.OpenKey(registry.LOCAL_MACHINE, `SOFTWARE\Microsoft\Cryptography`, registry.QUERY_VALUE|registry.WOW64_64KEY)
	if err != nil {
		return named("")
	}
	defer k.Close()
	id, _, err := k.GetStringValue("MachineGuid")
	if err != nil {
		return named("")
	}
	return named(id)
}

// identity is the volume's number and the file's on it, which NTFS does not use again. The file's birth is left out:
// not every file system keeps one.
func identity(path string) (string, error) {
	f, err := os.Open(path)
	if err != nil {
		return "", err
	}
	defer f.Close()
	var info windows.ByHandleFileInformation
	if err := windows.GetFileInformationByHandle(windows.Handle(f.Fd()), &info); err != nil {
		return "", &os.PathError{Op: "identify", Path: path, Err: err}
	}
	return fmt.Sprintf("%d %d.%d", info.VolumeSerialNumber, info.FileIndexHigh, info.FileIndexLow), nil
}
