package main

import (
	"path/filepath"
	"slices"
	"strings"

	"golang.org/x/sys/windows"

	"opsledger/ui/screens"
)

// Places implements screens.Files: the person's own folders, then the disks and sticks.
func (f files) Places() (out []screens.Spot) {
	out = slices.Concat(known("桌面", "layout-dashboard", windows.FOLDERID_Desktop), known("文档", "file-text", windows.FOLDERID_Documents), known("下载", "download", windows.FOLDERID_Downloads))
	mask, err := windows.GetLogicalDrives()
	if err != nil {
		return out
	}
	for letter := 'A'; letter <= 'Z'; letter++ {
		if mask&(1<<(letter-'A')) != 0 {
			out = append(out, drive(string(letter)+":")...)
		}
	}
	return out
}

// documents is where a person's documents lie, which need not be beside the home; "" where Windows does not say.
func documents(string) string {
	path, _ := windows.KnownFolderPath(windows.FOLDERID_Documents, 0)
	return path
}

func known(name, icon string, id *windows.KNOWNFOLDERID) []screens.Spot {
	path, err := windows.KnownFolderPath(id, 0)
	if err != nil {
		return nil
	}
	return spot(name, icon, path)
}

// drive names a disk as people call it. A share is not asked whether it is there: that may take a minute.
func drive(letter string) []screens.Spot {
	root := letter + `\`
	at, err := windows.UTF16PtrFromString(root)
	if err != nil {
		return nil
	}
	switch windows.GetDriveType(at) {
	case windows.DRIVE_REMOVABLE:
		return spot("U 盘（"+letter+"）", "device-floppy", root)
	case windows.DRIVE_FIXED:
		return spot("本机磁盘（"+letter+"）", "database", root)
	case windows.DRIVE_CDROM:
		return spot("光盘（"+letter+"）", "circle", root)
	case windows.DRIVE_REMOTE:
		return []screens.Spot{{Name: "网络盘（" + letter + "）", Icon: "building-community", Path: root}}
	}
	return nil
}

// hidden reports whether a folder's list leaves a name out.
func hidden(dir, name string) bool {
	path, err := windows.UTF16PtrFromString(filepath.Join(dir, name))
	if err != nil {
		return true
	}
	is, err := windows.GetFileAttributes(path)
	return err != nil || is&(windows.FILE_ATTRIBUTE_HIDDEN|windows.FILE_ATTRIBUTE_SYSTEM) != 0 || strings.HasPrefix(name, ".")
}
