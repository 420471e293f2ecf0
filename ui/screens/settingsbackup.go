package screens

import (
	"context"
	"fmt"
	"path/filepath"
	"strconv"
	"strings"

	"fyne.io/fyne/v2"

	"opsledger/app/fault"
	"opsledger/ui/theme"
	"opsledger/ui/widgets"
	"opsledger/ui/work"
)

func digits(n int) string { return strconv.Itoa(n) }

func number(text string) int { n, _ := strconv.Atoi(text); return n }

// onWindow does something on the window's thread from within work, unless the window was locked meanwhile.
func (d *Desk) onWindow(do func()) {
	work.OnWindow(func() {
		if !d.left {
			do()
		}
	})
}

// working does long work with progress and a way to stop it.
func working[T any](s *Settings, title, unit string, what func(context.Context, func(done, total int)) (T, error), done func(T)) {
	var stop func()
	p := widgets.NewProgress(title, "停止不会留下半截文件。", func() { stop() })
	s.said.Clear()
	s.running.Objects = []fyne.CanvasObject{p}
	s.running.Show()
	press(s.Act, false)
	progress := func(done, total int) {
		s.desk.onWindow(func() {
			p.Set(float32(done)/float32(max(total, 1)), fmt.Sprintf("%s / %s %s", thousands(done), thousands(total), unit))
		})
	}
	stop = run(s.desk, func(ctx context.Context) (T, error) { return what(ctx, progress) }, func(v T, err error) {
		s.running.Hide()
		press(s.Act, true)
		if err != nil {
			s.refuse(err)
			return
		}
		done(v)
	})
	s.content.Refresh()
}

const lastBackup = "backup/last" // what was made last, and where: a local setting

// backups makes a backup into a folder and verifies one.
func (s *Settings) backups() {
	read(s, func(ctx context.Context) (string, error) { return s.desk.Recall(ctx, lastBackup) }, func(last string) {
		dir := widgets.NewInput("U 盘或另一块硬盘上的文件夹").WithIcon("folder")
		file := widgets.NewInput("以前做的备份文件").WithIcon("database")
		s.Folder = dir
		s.Act = widgets.NewButton("备份", "database", widgets.Main, func() { s.backup(strings.TrimSpace(dir.Value())) })
		check := widgets.NewButton("核验", "circle-check", widgets.Usual, func() { s.checkBackup(strings.TrimSpace(file.Value())) })
		dir.OnSubmit, file.OnSubmit = s.Act.Press, check.Press
		when, path, made := strings.Cut(last, "\n")
		state := widgets.Marked("alert-triangle", theme.Orange, widgets.NewParagraph("还没有做过备份", theme.SizeBody, theme.Text))
		if made {
			dir.SetValue(filepath.Dir(path))
			file.SetValue(path)
			state = widgets.Marked("circle-check", theme.Green, widgets.NewParagraph("上次备份 "+when+"，存为 "+path, theme.SizeBody, theme.Text))
		}
		choose := widgets.NewButton("选择文件夹…", "folder-open", widgets.Usual, func() { chooseFolder(s.frame, s.desk.Files, dir.Value(), dir.SetValue) })
		pick := widgets.NewButton("选择文件…", "folder-open", widgets.Usual, func() { chooseFile(s.frame.Window(), s.desk, "选要核验的备份", "选择", nil, file.SetValue) })
		s.show(card("备份", "备份是一个加密文件，用同样的口令打开；写完后重新打开、逐页核验，才算成功。从不覆盖原有文件。请存到另一块磁盘，每周至少一次。", nil, state,
			widgets.Row(8, widgets.Grow(dir), widgets.Fixed(choose), widgets.Fixed(s.Act))),
			card("核验以前的备份", "在一旁打开，核验全部签名和哈希；不改动备份，也不改动台账。恢复到新电脑用 opsctl restore。", nil,
				widgets.Row(8, widgets.Grow(file), widgets.Fixed(pick), widgets.Fixed(check))))
	})
}

func (s *Settings) backup(dir string) {
	if dir == "" {
		s.refuse(fault.New(fault.Refused, "还没有选择文件夹").With("请点“选择文件夹…”，最好选 U 盘或另一块硬盘"))
		return
	}
	working(s, "正在备份", "页", func(ctx context.Context, progress func(int, int)) (Kept, error) {
		k, err := s.desk.Office.Backup(ctx, dir, progress)
		if err == nil {
			err = s.desk.Remember(ctx, lastBackup, s.desk.Now().Format("2006-01-02 15:04")+"\n"+k.File)
		}
		return k, err
	}, func(k Kept) {
		s.tell("已备份："+k.File, keptWords(k))
		s.at.draw(s)
	})
}

func keptWords(k Kept) string {
	return sentences(fmt.Sprintf("%s 个提交、%s 条记录，共 %.1f MB，已重新打开核验", thousands(k.Commits), thousands(k.Records), float64(k.Size)/(1<<20)))
}

func (s *Settings) checkBackup(path string) {
	if path == "" {
		s.refuse(fault.New(fault.Refused, "还没有选择备份文件").With("请点“选择文件…”"))
		return
	}
	working(s, "正在核验 "+filepath.Base(path), "页", func(ctx context.Context, progress func(int, int)) (Kept, error) {
		return s.desk.Office.CheckBackup(ctx, path, progress)
	}, func(k Kept) { s.tell("备份完好："+filepath.Base(path), keptWords(k)) })
}
