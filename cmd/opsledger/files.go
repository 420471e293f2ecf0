package main

import (
	"os"
	"path/filepath"

	"opsledger/app/fault"
)

// files is what the window does with files a person names.
type files struct{ store string }

// Folder implements screens.Files: the documents of whoever is at the PC, else beside the store.
func (f files) Folder() string {
	home, err := os.UserHomeDir()
	if err != nil {
		return filepath.Dir(f.store)
	}
	for _, name := range []string{"Documents", "文档"} {
		if s, err := os.Stat(filepath.Join(home, name)); err == nil && s.IsDir() {
			return filepath.Join(home, name)
		}
	}
	return home
}

// Exists implements screens.Files.
func (files) Exists(path string) bool {
	_, err := os.Lstat(path)
	return err == nil
}

// Show implements screens.Files.
func (files) Show(path string) error {
	if err := openWith(filepath.Dir(path)); err != nil {
		return fault.New(fault.Refused, "打不开文件夹").With("请自己到“" + filepath.Dir(path) + "”查看").Because(err)
	}
	return nil
}
