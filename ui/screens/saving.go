package screens

import (
	"context"
	"path/filepath"
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"opsledger/app/fault"
	"opsledger/ui/theme"
	"opsledger/ui/widgets"
)

// saving asks where a file is to lie and makes it there, whole or not at all. The folder is remembered.
type saving struct {
	frame Frame
	desk  *Desk

	title, body string
	verb        string
	name        string            // proposed, with its ending
	endings     []string          // others that a name may have instead
	folderOf    string            // the setting that remembers the folder
	extra       fyne.CanvasObject // asked above the file, may be nil
	fresh       bool              // a file that is there is never replaced
	write       func(ctx context.Context, path string) error
	done        func(path string)
	instead     func(path string) // makes the file in place of write and done, and keeps the folder; nil: they do

	file, folder *widgets.Input
	said         *widgets.Notice
	ask          *widgets.Dialog
}

// begin reads the folder used last and asks.
func (s *saving) begin() {
	recallFolder(s.desk, s.folderOf, s.open)
}

func (s *saving) open(folder string) {
	s.file, s.folder, s.said = widgets.NewInput("文件名"), widgets.NewInput("文件夹"), widgets.NewNotice()
	s.file.SetValue(s.name)
	s.folder.SetValue(folder)
	choose := widgets.NewButton("选择…", "folder-open", widgets.Usual, func() { chooseFolder(s.frame, s.desk.Files, s.folder.Value(), s.folder.SetValue) })
	content := widgets.Stack(8, s.said, widgets.NewField("文件名", true, "", s.file), widgets.Body("文件夹"), widgets.Row(8, widgets.Grow(s.folder), widgets.Fixed(choose)))
	if s.extra != nil {
		content = widgets.Stack(8, s.extra, content)
	}
	s.ask = widgets.Ask(s.frame.Window().Canvas(), widgets.Question{Title: s.title, Body: s.body, Content: content, First: s.file.Target(), Verb: s.verb, Width: 520, OnVerb: func() bool { s.take(); return true }})
	s.file.OnSubmit, s.folder.OnSubmit = s.take, s.take
}

// ending is that of the name typed where it may have it, else that of the name proposed.
func (s *saving) ending() string {
	if typed := strings.ToLower(filepath.Ext(strings.TrimSpace(s.file.Value()))); slices.Contains(s.endings, typed) {
		return filepath.Ext(strings.TrimSpace(s.file.Value()))
	}
	return filepath.Ext(s.name)
}

// take looks at what was typed, and asks before a file is replaced.
func (s *saving) take() {
	path, err := placed(s.folder.Value(), s.file.Value(), s.ending())
	switch {
	case err != nil:
		refuse(s.said, err)
		s.ask.Fit()
	case s.fresh && s.desk.Files.Exists(path):
		refuse(s.said, fault.New(fault.Refused, "这个文件夹里已有“"+filepath.Base(path)+"”").With("这种文件从不覆盖，请另取一个文件名"))
		s.ask.Fit()
	case s.desk.Files.Exists(path):
		widgets.Ask(s.frame.Window().Canvas(), widgets.Question{Title: "覆盖“" + filepath.Base(path) + "”？", Body: "这个文件夹里已有同名文件。覆盖后，原来的内容找不回来。",
			Verb: "覆盖", Danger: true, OnVerb: func() bool { s.make(path); return false }})
	default:
		s.make(path)
	}
}

func (s *saving) make(path string) {
	s.ask.Close()
	if s.instead != nil {
		s.instead(path)
		return
	}
	run(s.desk, func(ctx context.Context) (string, error) {
		if err := s.write(ctx, path); err != nil {
			return "", err
		}
		return path, nil
	}, func(path string, err error) {
		if err != nil {
			Fail(s.frame.Window(), err)
			return
		}
		keepFolder(s.desk, s.folderOf, path)
		s.done(path)
	})
}

// placed is the file a folder and a name stand for; the name gets its ending where it lacks it.
func placed(folder, name, ending string) (string, error) {
	folder, name = strings.TrimSpace(folder), strings.TrimSpace(name)
	bare := strings.TrimSuffix(name, ending)
	switch {
	case bare == "":
		return "", fault.New(fault.Refused, "还没有写文件名")
	case strings.ContainsAny(name, `\/:*?"<>|`):
		return "", fault.New(fault.Refused, `文件名里不能有 \ / : * ? " < > |`).With("请改文件名；要换文件夹，请改下面一栏")
	case !filepath.IsAbs(folder):
		return "", fault.New(fault.Refused, "文件夹要写全").With("请点“选择…”")
	}
	return filepath.Join(folder, bare+ending), nil
}

// lies tells where a file lies, with a button that shows it there.
func lies(f Frame, d *Desk, verb, path string) fyne.CanvasObject {
	show := widgets.NewButton("打开文件夹", "folder-open", widgets.Usual, func() {
		if err := d.Files.Show(path); err != nil {
			Fail(f.Window(), err)
		}
	})
	show.Small = true
	words := widgets.NewParagraph(verb+" "+path, theme.SizeBody, theme.Text)
	return container.NewStack(widgets.NewPanel(theme.GreenSoft, "", 6), widgets.Inset(8, 12, widgets.Row(10, widgets.Part{CanvasObject: widgets.Marked("circle-check", theme.Green, words), Weight: 1}, widgets.Fixed(show))))
}
