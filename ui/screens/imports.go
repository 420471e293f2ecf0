package screens

import (
	"context"
	"fmt"
	"path/filepath"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/dialog"
	"fyne.io/fyne/v2/storage"

	"opsledger/app"
	"opsledger/app/fault"
	"opsledger/ui/theme"
	"opsledger/ui/widgets"
	"opsledger/ui/work"
)

// Import takes a provincial export in: preview first, then the rows, with progress and a way to stop.
type Import struct {
	frame   Frame
	desk    *Desk
	Path    *widgets.Input
	Preview *widgets.Button
	Take    *widgets.Button
	Paste   *widgets.Button

	choose   *widgets.Button
	pasted   string // cells from the clipboard, until a file is named
	cancel   func()
	progress *widgets.Progress // of what runs
	running  *fyne.Container   // holds it
	said     *widgets.Notice
	notes    *fyne.Container // what else there is to say of a result
	findings *findings
	content  *fyne.Container
}

// NewImport makes the screen.
func NewImport(f Frame, d *Desk) *Import {
	i := &Import{frame: f, desk: d, said: widgets.NewNotice(), running: widgets.Stack(0), notes: widgets.Stack(4), findings: newFindings(f)}
	i.Path = widgets.NewInput("省工单系统导出的 .xlsx 或 .csv 文件").WithIcon("file-spreadsheet")
	i.Path.OnChanged = func(string) { i.pasted = "" }
	i.Preview = widgets.NewButton("预览", "eye", widgets.Usual, func() { i.run(true) })
	i.Path.OnSubmit = i.Preview.Press
	i.Take = widgets.NewButton("导入", "package-import", widgets.Main, func() { i.run(false) })
	i.Paste = widgets.NewButton("粘贴", "copy", widgets.Usual, i.paste)
	i.choose = widgets.NewButton("选择文件…", "folder-open", widgets.Usual, i.pick)
	return i
}

// Content lays the screen out.
func (i *Import) Content() fyne.CanvasObject {
	head := widgets.Row(12, widgets.Fixed(widgets.Title("导入工单", theme.SizePage)), widgets.Part{CanvasObject: widgets.Help("同一文件导入两次不会重复").Cut(), Weight: 1})
	line := widgets.Row(8, widgets.Grow(i.Path), widgets.Fixed(i.choose), widgets.Fixed(i.Paste), widgets.Fixed(i.Preview), widgets.Fixed(i.Take))
	source := widgets.On(widgets.NewPanel(theme.Surface, theme.Border, 8), widgets.Inset(12, 16, widgets.Stack(8, line,
		widgets.NewParagraph("选一个文件，或在 Excel、WPS 里连同表头选中单元格、复制后点“粘贴”。先预览，再决定写不写。", theme.SizeHelp, theme.Text3))))
	i.running.Hide()
	i.notes.Hide()
	i.content = widgets.Column(12, widgets.Fixed(head), widgets.Fixed(source), widgets.Fixed(i.running), widgets.Fixed(i.said), widgets.Fixed(i.notes), widgets.Grow(i.findings.card()))
	return i.content
}

func (i *Import) pick() {
	d := dialog.NewFileOpen(func(f fyne.URIReadCloser, err error) {
		if err == nil && f != nil {
			i.Path.SetValue(f.URI().Path())
			f.Close()
		}
	}, i.frame.Window())
	d.SetFilter(storage.NewExtensionFileFilter([]string{".xlsx", ".csv", ".txt"}))
	d.SetConfirmText("选择")
	d.SetDismissText("返回")
	d.Show()
}

// paste takes the cells on the clipboard and shows what would come of them.
func (i *Import) paste() {
	text := fyne.CurrentApp().Clipboard().Content()
	if !strings.Contains(text, "\t") {
		i.refuse(fault.New(fault.Refused, "剪贴板里没有单元格").With("请在 Excel 或 WPS 里连同表头选中、复制后再点“粘贴”"))
		return
	}
	i.Path.SetValue("")
	i.pasted = text
	i.run(true)
}

const pastedName = "粘贴的内容"

// source is what will be read: the file named, else the cells pasted.
func (i *Import) source() (name string, read func(context.Context, app.Importing, func(int)) (app.Imported, error)) {
	if path := strings.TrimSpace(i.Path.Value()); path != "" {
		return filepath.Base(path), func(ctx context.Context, in app.Importing, reading func(int)) (app.Imported, error) {
			return i.desk.Import(ctx, path, in, reading)
		}
	}
	if text := i.pasted; text != "" {
		return pastedName, func(ctx context.Context, in app.Importing, _ func(int)) (app.Imported, error) {
			return i.desk.App.ImportPasted(ctx, "ticket", text, in)
		}
	}
	return "", nil
}

func (i *Import) run(preview bool) {
	name, read := i.source()
	if read == nil {
		i.refuse(fault.New(fault.Refused, "还没有选择文件").With("请点“选择文件…”，或复制单元格后点“粘贴”"))
		return
	}
	i.begin(map[bool]string{true: "正在预览 ", false: "正在导入 "}[preview] + name)
	in := app.Importing{DryRun: preview, Progress: func(done, total int) {
		work.OnWindow(func() {
			i.progress.Set(float32(done)/float32(max(total, 1)), fmt.Sprintf("第 %s 行，共 %s 行", thousands(done), thousands(total)))
		})
	}}
	reading := func(rows int) {
		work.OnWindow(func() { i.progress.Set(0, fmt.Sprintf("已读 %s 行", thousands(rows))) })
	}
	i.cancel = run(i.desk, func(ctx context.Context) (app.Imported, error) { return read(ctx, in, reading) }, func(out app.Imported, err error) {
		i.busy(false)
		switch {
		case fault.Is(err, fault.Backdated):
			i.refuse(err)
			Retry(i.frame.Window(), i.desk, err, func() { i.run(preview) })
		case err != nil:
			i.refuse(err)
		default:
			i.tell(out, preview, name)
		}
	})
}

// begin shows that work is under way, and takes away what was said of the last.
func (i *Import) begin(title string) {
	i.progress = widgets.NewProgress(title, "停止不会留下半截数据。", func() { i.cancel() })
	i.running.Objects = []fyne.CanvasObject{i.progress}
	i.said.Clear()
	i.notes.Hide()
	i.findings.show(nil, 0)
	i.busy(true)
}

func (i *Import) busy(on bool) {
	for _, b := range []*widgets.Button{i.Preview, i.Take, i.Paste, i.choose} {
		press(b, !on)
	}
	if on {
		i.Path.Disable()
		i.running.Show()
	} else {
		i.Path.Enable()
		i.running.Hide()
	}
	i.content.Refresh()
}

func (i *Import) refuse(err error) {
	refuse(i.said, err)
	i.content.Refresh()
}

// tell shows what came, or would come, of the rows.
func (i *Import) tell(out app.Imported, preview bool, name string) {
	verb, tint := "已导入", widgets.Good
	if preview {
		verb, tint = "预览（没有写入）", widgets.Going
	}
	if out.FaultyRows > 0 {
		tint = widgets.Soon
	}
	i.said.Tell(tint, verb+" "+name, sentences(fmt.Sprintf("共 %s 行，新增 %s，更新 %s，未变 %s，有误 %s 行", thousands(out.Rows), thousands(out.Created),
		thousands(out.Updated), thousands(out.Unchanged), thousands(out.FaultyRows)), onward(out, preview)))
	i.notes.Objects = nil
	for _, line := range notesOf(out) {
		i.notes.Objects = append(i.notes.Objects, widgets.Row(6, widgets.Fixed(widgets.NewPicture("info-circle", theme.Text2, 14)), widgets.Grow(widgets.NewParagraph(line, theme.SizeHelp, theme.Text2))))
	}
	if len(i.notes.Objects) > 0 {
		i.notes.Show()
	}
	rows, left := found(out)
	i.findings.show(rows, left)
	i.content.Refresh()
}

// onward says what to do with faulty rows.
func onward(out app.Imported, preview bool) string {
	switch {
	case out.FaultyRows == 0:
		return ""
	case preview:
		return "导入时有误的行不会写入；请改好文件后再预览，或先导入其余各行"
	}
	return "有误的行没有写入，其余已写入；请改好文件后再导入一次"
}

func notesOf(out app.Imported) []string {
	var lines []string
	if out.KeptMapping {
		lines = append(lines, "使用了保存的对应关系："+out.Renamed())
	}
	lines = append(lines, out.Notes...)
	if len(out.Ignored) > 0 {
		lines = append(lines, "未识别的列（没有导入）："+strings.Join(out.Ignored, "、"))
	}
	return lines
}

// Said is what the screen last told.
func (i *Import) Said() string { return i.said.Said() }
