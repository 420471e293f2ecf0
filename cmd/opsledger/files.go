package main

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"

	"opsledger/app/fault"
	"opsledger/ui/screens"
	"opsledger/ui/view"
)

// files is what the window does with files a person names.
type files struct{ store string }

// Folder implements screens.Files: the documents of whoever is at the PC, else beside the store.
func (f files) Folder() string {
	home, err := os.UserHomeDir()
	if err != nil {
		return filepath.Dir(f.store)
	}
	for _, dir := range []string{documents(home), filepath.Join(home, "文档")} {
		if s, err := os.Stat(dir); err == nil && s.IsDir() {
			return dir
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

// List implements screens.Files. What can't be looked at, as a link that leads nowhere, is left out.
func (files) List(dir string) ([]view.Lying, error) {
	found, err := os.ReadDir(dir)
	if err != nil {
		return nil, fault.New(fault.Refused, "打不开文件夹“"+dir+"”").With("请看看位置是否写全、U 盘是否还插着、有没有查看它的权限").Because(err)
	}
	var out []view.Lying
	for _, f := range found {
		info, err := os.Stat(filepath.Join(dir, f.Name()))
		if err != nil || hidden(dir, f.Name()) || !info.IsDir() && !info.Mode().IsRegular() {
			continue
		}
		out = append(out, view.Lying{Name: f.Name(), Folder: info.IsDir(), Size: info.Size(), Modified: info.ModTime()})
	}
	return out, nil
}

// MakeFolder implements screens.Files.
func (files) MakeFolder(path string) error {
	switch err := os.Mkdir(path, 0o750); {
	case errors.Is(err, fs.ErrExist):
		return fault.New(fault.Refused, "这里已有“"+filepath.Base(path)+"”").With("请换一个名称")
	case err != nil:
		return fault.New(fault.Refused, "新建不了文件夹“"+filepath.Base(path)+"”").With("请看看这里能不能写入，或换一个地方").Because(err)
	}
	return nil
}

// spot is a folder that may be offered, where it is there.
func spot(name, icon, path string) []screens.Spot {
	if s, err := os.Stat(path); path == "" || err != nil || !s.IsDir() {
		return nil
	}
	return []screens.Spot{{Name: name, Icon: icon, Path: path}}
}
