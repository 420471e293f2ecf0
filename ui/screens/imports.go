package screens

import (
	"context"
	"fmt"
	"path/filepath"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/dialog"
	"fyne.io/fyne/v2/storage"
	base "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"opsledger/app"
	"opsledger/app/fault"
	"opsledger/app/rule/intake"
	"opsledger/ui/work"
)

// listedChanges is how many updates are told one by one.
const listedChanges = 200

// Import takes a provincial export in: preview first, then the rows, with progress and a way to stop.
type Import struct {
	frame   Frame
	desk    *Desk
	Path    *widget.Entry
	Preview *widget.Button
	Take    *widget.Button
	Paste   *widget.Button
	pasted  string // cells from the clipboard, until a file is named
	stop    *widget.Button
	cancel  func()
	bar     *widget.ProgressBar
	said    *widget.Label
	result  *widget.Entry
}

// NewImport makes the screen.
func NewImport(f Frame, d *Desk) *Import {
	i := &Import{frame: f, desk: d, Path: widget.NewEntry(), bar: widget.NewProgressBar(), said: widget.NewLabel("选一个 .xlsx 或 .csv 文件，先“预览”再“导入”。同一文件导入两次不会重复。"), result: widget.NewMultiLineEntry()}
	i.said.Wrapping = fyne.TextWrapBreak
	i.Path.SetPlaceHolder("省工单系统导出的 .xlsx 或 .csv 文件")
	i.Preview = widget.NewButton("预览", func() { i.run(true) })
	i.Take = widget.NewButton("导入", func() { i.run(false) })
	i.Take.Importance = widget.HighImportance
	i.Paste = widget.NewButton("粘贴", i.paste)
	i.Path.OnChanged = func(string) { i.pasted = "" }
	i.stop = widget.NewButton("停止", func() { i.cancel() })
	i.stop.Disable()
	i.bar.Hide()
	i.result.Wrapping = fyne.TextWrapBreak
	return i
}

// Content lays the screen out.
func (i *Import) Content() fyne.CanvasObject {
	pick := widget.NewButton("选择文件…", i.pick)
	row := container.NewBorder(nil, nil, nil, container.NewHBox(pick, i.Paste, i.Preview, i.Take, i.stop), i.Path)
	return container.NewBorder(container.NewVBox(heading("导入工单", base.SizeNameHeadingText), row, i.bar, i.said), nil, nil, nil, i.result)
}

func (i *Import) pick() {
	d := dialog.NewFileOpen(func(f fyne.URIReadCloser, err error) {
		if err == nil && f != nil {
			i.Path.SetText(f.URI().Path())
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
		Fail(i.frame.Window(), fault.New(fault.Refused, "剪贴板里没有单元格").With("请在 Excel 或 WPS 里连同表头选中、复制后再点“粘贴”"))
		return
	}
	i.Path.SetText("")
	i.pasted = text
	i.run(true)
}

const pastedName = "粘贴的内容"

// source is what will be read: the file named, else the cells pasted.
func (i *Import) source() (name string, read func(context.Context, app.Importing, func(int)) (app.Imported, error)) {
	if path := strings.TrimSpace(i.Path.Text); path != "" {
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
		Fail(i.frame.Window(), fault.New(fault.Refused, "还没有选择文件").With("请点“选择文件…”，或复制单元格后点“粘贴”"))
		return
	}
	i.busy(true)
	in := app.Importing{DryRun: preview, Progress: func(done, total int) {
		work.OnWindow(func() { i.bar.SetValue(float64(done) / float64(max(total, 1))) })
	}}
	reading := func(rows int) { work.OnWindow(func() { i.said.SetText(fmt.Sprintf("已读 %d 行…", rows)) }) }
	i.cancel = work.Run(func(ctx context.Context) (app.Imported, error) { return read(ctx, in, reading) }, func(out app.Imported, err error) {
		i.busy(false)
		if err != nil {
			i.said.SetText(fault.Of(err).Error())
			if fault.Is(err, fault.Backdated) {
				Retry(i.frame.Window(), i.desk, err, func() { i.run(preview) })
			}
			return
		}
		i.tell(out, preview, name)
	})
}

func (i *Import) busy(on bool) {
	for _, b := range []*widget.Button{i.Preview, i.Take, i.Paste} {
		enable(b, !on)
	}
	enable(i.stop, on)
	i.bar.SetValue(0)
	if on {
		i.bar.Show()
	} else {
		i.bar.Hide()
	}
}

func (i *Import) tell(out app.Imported, preview bool, name string) {
	verb := "已导入"
	if preview {
		verb = "预览（没有写入）"
	}
	i.said.SetText(fmt.Sprintf("%s %s：共 %d 行，新增 %d，更新 %d，未变 %d，有误 %d 行", verb, name, out.Rows, out.Created, out.Updated, out.Unchanged, out.FaultyRows))
	var lines []string
	if out.KeptMapping {
		lines = append(lines, "使用了保存的对应关系："+out.Renamed())
	}
	lines = append(lines, out.Notes...)
	for _, g := range intake.Grouped(out.Faults) {
		lines = append(lines, g.Message())
	}
	for _, g := range intake.Grouped(out.Warnings) {
		lines = append(lines, "提醒："+g.Message())
	}
	for n, c := range out.Changes {
		if n == listedChanges {
			lines = append(lines, fmt.Sprintf("……另有 %d 条更新", len(out.Changes)-n+out.LeftOut))
			break
		}
		lines = append(lines, "更新 "+c.String())
	}
	if len(out.Ignored) > 0 {
		lines = append(lines, "未识别的列（没有导入）："+strings.Join(out.Ignored, "、"))
	}
	i.result.SetText(strings.Join(lines, "\n"))
}

// Said is what the screen last told.
func (i *Import) Said() string { return i.said.Text }
