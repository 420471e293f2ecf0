package main

import (
	"golang.org/x/sys/windows"

	"opsledger/app/fault"
)

// openWith has the shell open a file or folder.
func openWith(path string) error { return ask("open", path) }

// Print implements screens.Files: by the program that prints PDF files here; the browser that often shows them prints
// only when asked inside, so the file is opened where nothing prints it.
func (files) Print(path string) (string, error) {
	err := ask("print", path)
	if err == nil {
		return "已交给打印程序", nil
	}
	if openWith(path) == nil {
		return "已在本机的 PDF 程序里打开，请在那里打印", nil
	}
	return "", fault.New(fault.Refused, "本机没有打印 PDF 的程序").With("PDF 已存下：“" + path + "”。请装 PDF 阅读程序，或拷到能打印的电脑上打印").Because(err)
}

// ask has the shell do something with a file; no command line is made of its name.
func ask(verb, path string) error {
	v, err := windows.UTF16PtrFromString(verb)
	if err != nil {
		return err
	}
	p, err := windows.UTF16PtrFromString(path)
	if err != nil {
		return err
	}
	return windows.ShellExecute(0, v, p, nil, nil, windows.SW_SHOWNORMAL)
}
