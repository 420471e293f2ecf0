//go:build !windows

package main

import (
	"errors"
	"os/exec"
	"strings"

	"opsledger/app/fault"
)

// openWith has the desktop open a file or folder.
func openWith(path string) error { return start("xdg-open", path) }

// Print implements screens.Files: by the system's print queue, else in the program that shows PDF files.
func (files) Print(path string) (string, error) {
	queue, err := exec.LookPath("lp")
	if err == nil {
		out, err := exec.Command(queue, "--", path).CombinedOutput()
		if err == nil {
			return "已送打印机", nil
		}
		return "", fault.New(fault.Refused, "打印机没有收下："+firstLine(string(out))).With("PDF 已存下。请检查打印机，或自己打开“" + path + "”打印").Because(err)
	}
	if !errors.Is(err, exec.ErrNotFound) {
		return "", fault.New(fault.Refused, "打印程序用不了").With("PDF 已存下，请自己打开“" + path + "”打印").Because(err)
	}
	if err := openWith(path); err != nil {
		return "", fault.New(fault.Refused, "本机没有打印程序，也没有打开 PDF 的程序").With("PDF 已存下，请拷到能打印的电脑上打印").Because(err)
	}
	return "已在本机的 PDF 程序里打开，请在那里打印", nil
}

// start runs a program that goes on by itself.
func start(name, arg string) error {
	c := exec.Command(name, arg)
	if err := c.Start(); err != nil {
		return err
	}
	return c.Process.Release()
}

func firstLine(text string) string {
	line, _, _ := strings.Cut(strings.TrimSpace(text), "\n")
	if line == "" {
		return "没有说明原因"
	}
	return line
}
