package screens

import (
	"bytes"
	"context"
	"fmt"
	"path/filepath"

	"fyne.io/fyne/v2"

	"opsledger/app"
	"opsledger/app/ledger"
	"opsledger/ui/theme"
	"opsledger/ui/view"
	"opsledger/ui/widgets"
)

// files are the attachments of the record shown. None is ever opened by the program itself: they are saved elsewhere.
func (t *Records) files(s app.Shown) fyne.CanvasObject {
	rows := widgets.Stack(4, headed("附件", t.eraser(s), widgets.NewButton("添加…", "", widgets.Plain, t.pickFile)))
	if len(s.Attached) == 0 {
		rows.Add(widgets.NewParagraph("把文件拖到窗口里，或按 Ctrl+V 粘贴文件路径，或点“添加…”。每个不超过 50 MB。图片请先存成文件。", theme.SizeHelp, theme.Text3))
	}
	for _, at := range s.Attached {
		save := widgets.NewButton("", "device-floppy", widgets.Hushed, func() { t.saveFile(at) })
		erase := widgets.NewButton("", "trash", widgets.Hushed, func() { t.EraseFile(at) })
		off := widgets.NewButton("", "x", widgets.Hushed, func() { t.detach(at) })
		save.Small, erase.Small, off.Small = true, true, true
		save.Hidden, erase.Hidden = at.Name == ledger.ErasedMark || at.Missing, at.Name == ledger.ErasedMark
		size := view.Size(at.Size)
		if at.Missing {
			size = "附件未到"
		}
		rows.Add(widgets.Row(6, widgets.Fixed(widgets.NewPicture("paperclip", theme.Text3, 14)), widgets.Part{CanvasObject: widgets.Body(at.Name).Cut(), Weight: 1},
			widgets.Fixed(widgets.Help(size)), widgets.Fixed(save), widgets.Fixed(erase), widgets.Fixed(off)))
	}
	return rows
}

func (t *Records) eraser(s app.Shown) *widgets.Button {
	b := widgets.NewButton("删除个人信息…", "", widgets.Hushed, t.Erase)
	b.Hidden = !hasPersonal(t.kind, s)
	return b
}

func (t *Records) pickFile() {
	chooseFile(t.frame.Window(), t.desk, "选要添加的附件", "添加", nil, func(path string) { t.Attach(path) })
}

// Attach joins files to the record shown: all of them or none. false: no record is shown.
func (t *Records) Attach(paths ...string) bool {
	if t.panes == nil || !t.panes.Objects[1].Visible() {
		return false
	}
	id := string(t.shown.ID)
	t.work(fmt.Sprintf("添加 %d 个附件", len(paths)), func(ctx context.Context) (*ledger.Record, error) {
		var files []app.File
		for _, path := range paths {
			raw, err := t.desk.ReadFile(path)
			if err != nil {
				return nil, err
			}
			files = append(files, app.File{Name: filepath.Base(path), Data: raw})
		}
		return t.desk.Attach(ctx, t.kind.Name, id, files...)
	})
	return true
}

const attachments = "attachment" // the setting that remembers where attachments go

// saveFile writes an attachment out in the clear: the reason is recorded first.
func (t *Records) saveFile(at app.ShownFile) {
	t.askReason("另存附件", "选择位置", "附件以明文写出，会记入审计。", func(reason string) {
		s := saving{frame: t.frame, desk: t.desk, title: "另存附件", verb: "保存", name: at.Name, folderOf: attachments, instead: func(path string) { t.SaveFile(at, reason, path) }}
		s.begin()
	})
}

// SaveFile writes an attachment of the record shown into a file, whole or not at all.
func (t *Records) SaveFile(at app.ShownFile, reason, path string) {
	id := string(t.shown.ID)
	run(t.desk, func(ctx context.Context) (struct{}, error) {
		var data bytes.Buffer
		if _, err := t.desk.SaveAttachment(ctx, t.kind.Name, id, string(at.Hash), reason, &data); err != nil {
			return struct{}{}, err
		}
		return struct{}{}, t.desk.WriteFile(path, data.Bytes())
	}, func(_ struct{}, err error) {
		if err != nil {
			Retry(t.frame.Window(), t.desk, err, func() { t.SaveFile(at, reason, path) })
			return
		}
		keepFolder(t.desk, attachments, path)
		t.frame.Tell(widgets.Toast{Tint: widgets.Good, Title: "已保存“" + filepath.Base(path) + "”", Text: "文件在 " + filepath.Dir(path) + "；用完请妥善保管或删除。"})
	})
}

// EraseFile erases an attachment of the record shown, its name and what it holds. It can't be taken back.
func (t *Records) EraseFile(at app.ShownFile) {
	id := string(t.shown.ID)
	t.askReason("删除附件“"+at.Name+"”的内容", "永久删除", "文件名和内容会永久删除，不能撤回；附件的散列和这一步留在经过里，其余内容不受影响。", func(why string) {
		t.work("删除附件内容", func(ctx context.Context) (*ledger.Record, error) {
			return t.desk.EraseAttachment(ctx, t.kind.Name, id, string(at.Hash), why)
		})
	})
}

func (t *Records) detach(at app.ShownFile) {
	id := string(t.shown.ID)
	widgets.Ask(t.frame.Window().Canvas(), widgets.Question{Title: "移除附件“" + at.Name + "”？", Body: "它不再列在这" + t.look.unit + t.look.noun() + "上，经过里仍保留。要把内容一并删去，请点它旁边的删除。", Verb: "移除", Danger: true,
		OnVerb: func() bool {
			t.work("移除附件", func(ctx context.Context) (*ledger.Record, error) {
				return t.desk.Detach(ctx, t.kind.Name, id, string(at.Hash))
			})
			return false
		}})
}
