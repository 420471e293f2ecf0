package screens

import (
	"context"
	"fmt"
	"path/filepath"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"opsledger/app"
	"opsledger/app/fault"
	"opsledger/app/ledger"
	"opsledger/app/record/ticket"
	"opsledger/app/rule/intake"
	"opsledger/ui/theme"
	"opsledger/ui/widgets"
	"opsledger/ui/work"
)

// Import takes a spreadsheet of a kind in, of tickets the provincial export: preview first, then the rows, with progress and a way to stop.
type Import struct {
	frame   Frame
	desk    *Desk
	kind    *ledger.Kind
	Path    *widgets.Input
	Preview *widgets.Button
	Take    *widgets.Button
	Paste   *widgets.Button
	Columns *widgets.Button // what each column of the file stands for
	Whole   *widgets.Tick   // all rows or none
	See     *widgets.Button // the list of what came of the last import

	choose   *widgets.Button
	pasted   string // cells from the clipboard, until a file is named
	cancel   func()
	progress *widgets.Progress // of what runs
	running  *fyne.Container   // holds it
	said     *widgets.Notice
	counts   *fyne.Container   // of a result, by what became of the rows
	notes    *fyne.Container   // what else there is to say of it
	headings []intake.Heading  // of the file looked at last
	mapping  map[string]string // header → field as a person said, nil: as recognised or kept
	findings *findings
	content  *fyne.Container
}

// NewImport makes the screen.
func NewImport(f Frame, d *Desk, k *ledger.Kind) *Import {
	i := &Import{frame: f, desk: d, kind: k, said: widgets.NewNotice(), running: widgets.Stack(0), counts: container.NewStack(), notes: widgets.Stack(4), findings: newFindings(f)}
	i.findings.save.OnTapped = i.saveFaults
	i.Path = widgets.NewInput(map[bool]string{true: "省工单系统导出的 .xlsx 或 .csv 文件", false: "按空白表填好的 .xlsx 或 .csv 文件"}[k == ticket.Kind]).WithIcon("file-spreadsheet")
	i.Path.OnChanged = func(string) { i.forget() }
	i.Preview = widgets.NewButton("预览", "eye", widgets.Usual, func() { i.run(true) })
	i.Path.OnSubmit = i.Preview.Press
	i.Take = widgets.NewButton("导入", "package-import", widgets.Main, func() { i.run(false) })
	i.Paste = widgets.NewButton("粘贴", "copy", widgets.Usual, i.paste)
	i.choose = widgets.NewButton("选择文件…", "folder-open", widgets.Usual, i.pick)
	i.Columns = widgets.NewButton("列的对应…", "columns", widgets.Hushed, i.askColumns)
	i.Columns.Small = true
	i.Columns.Disable()
	i.Whole = widgets.NewTick("有一行有误就全部不写", nil)
	return i
}

// forget drops what was found of another source.
func (i *Import) forget() {
	i.pasted, i.mapping, i.headings = "", nil, nil
	i.Columns.Disable()
}

// Begin takes a file up and shows what would come of it: one chosen, or dropped onto the window.
func (i *Import) Begin(path string) {
	if i.Preview.Disabled() {
		return // another is under way
	}
	i.forget()
	i.Path.SetValue(path)
	i.run(true)
}

// sheets are the endings of what tables are read from.
var sheets = []string{".xlsx", ".csv", ".txt"}

// Content lays the screen out.
func (i *Import) Content() fyne.CanvasObject {
	head := widgets.Row(12, widgets.Fixed(widgets.Title("导入"+i.kind.Label, theme.SizePage)), widgets.Part{CanvasObject: widgets.Help("同一文件导入两次不会重复").Cut(), Weight: 1}, widgets.Fixed(widgets.NewButton("存下空白表…", "file-spreadsheet", widgets.Usual, i.saveTemplate)))
	line := widgets.Row(8, widgets.Grow(i.Path), widgets.Fixed(i.choose), widgets.Fixed(i.Paste), widgets.Fixed(i.Preview), widgets.Fixed(i.Take))
	below := widgets.Row(12, widgets.Part{CanvasObject: widgets.NewParagraph("选一个文件，或把文件拖进窗口，或在 Excel、WPS 里连同表头选中单元格、复制后点“粘贴”。先预览，再决定写不写。", theme.SizeHelp, theme.Text3), Weight: 1},
		widgets.Fixed(i.Columns), widgets.Fixed(i.Whole))
	source := widgets.On(widgets.NewPanel(theme.Surface, theme.Border, 8), widgets.Inset(12, 16, widgets.Stack(8, line, below)))
	i.running.Hide()
	i.notes.Hide()
	i.counts.Hide()
	i.content = widgets.Column(12, widgets.Fixed(head), widgets.Fixed(source), widgets.Fixed(i.running), widgets.Fixed(i.said), widgets.Fixed(i.counts), widgets.Fixed(i.notes), widgets.Grow(i.findings.card()))
	return i.content
}

func (i *Import) pick() {
	chooseFile(i.frame.Window(), i.desk, "选要导入的表格", "预览", sheets, i.Begin)
}

// paste takes the cells on the clipboard and shows what would come of them.
func (i *Import) paste() {
	text := fyne.CurrentApp().Clipboard().Content()
	if !strings.Contains(text, "\t") {
		i.refuse(fault.New(fault.Refused, "剪贴板里没有单元格").With("请在 Excel 或 WPS 里连同表头选中、复制后再点“粘贴”"))
		return
	}
	i.Path.SetValue("")
	i.forget()
	i.pasted = text
	i.run(true)
}

const pastedName = "粘贴的内容"

// source is what will be read: the file named, else the cells pasted.
func (i *Import) source() (name string, read func(context.Context, app.Importing, func(int)) (app.Imported, error)) {
	if path := strings.TrimSpace(i.Path.Value()); path != "" {
		return filepath.Base(path), func(ctx context.Context, in app.Importing, reading func(int)) (app.Imported, error) {
			return i.desk.Import(ctx, i.kind.Name, path, in, reading)
		}
	}
	if text := i.pasted; text != "" {
		return pastedName, func(ctx context.Context, in app.Importing, _ func(int)) (app.Imported, error) {
			return i.desk.App.ImportPasted(ctx, i.kind.Name, text, in)
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
	in := app.Importing{DryRun: preview, Mapping: i.mapping, AllOrNothing: i.Whole.On() && !preview, Progress: func(done, total int) {
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
		case fault.Is(err, fault.ImportFaults):
			i.list(out)
			i.refuse(err)
		case err != nil:
			i.refuse(err)
			i.recognise(err)
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
	i.counts.Hide()
	i.findings.show(app.Imported{})
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
		thousands(out.Updated), thousands(out.Unchanged), thousands(out.FaultyRows)), i.onward(out, preview)))
	i.notes.Objects = nil
	if !preview && out.Created+out.Updated > 0 {
		i.frame.Refresh()
		see := "查看这 " + thousands(out.Created+out.Updated) + " " + unitOf(i.kind.Name) + i.kind.Label
		i.See = widgets.NewButton(see, Icon(i.kind.Name), widgets.Usual, func() {
			i.frame.OpenList(i.kind.Name, app.Filter{Where: []string{app.GroupKey + "=" + out.Group}})
		})
		i.See.Small = true
		i.notes.Objects = append(i.notes.Objects, widgets.Line(8, i.See))
	}
	for _, line := range notesOf(out) {
		i.notes.Objects = append(i.notes.Objects, widgets.Row(6, widgets.Fixed(widgets.NewPicture("info-circle", theme.Text2, 14)), widgets.Grow(widgets.NewParagraph(line, theme.SizeHelp, theme.Text2))))
	}
	if len(i.notes.Objects) > 0 {
		i.notes.Show()
	}
	i.headings = out.Mapping
	press(i.Columns, len(i.headings) > 0)
	i.list(out)
}

// list shows what became of the rows: how many of each kind, and one by one.
func (i *Import) list(out app.Imported) {
	i.findings.show(out)
	only := func(kind string, n int) func() {
		if n == 0 || kind == "" {
			return nil
		}
		return func() { i.findings.narrow(kind) }
	}
	var boxes []widgets.Part
	for _, c := range []struct {
		label, kind string
		n           int
		ink         fyne.ThemeColorName
	}{{"新增", foundCreated, out.Created, theme.Green}, {"更新", foundUpdated, out.Updated, theme.Primary}, {"未变", "", out.Unchanged, theme.Text},
		{"有误的行", foundWrong, out.FaultyRows, theme.Red}, {"提醒", foundRemind, len(out.Warnings), theme.Orange}} {
		if c.n == 0 {
			c.ink = theme.Text3
		}
		boxes = append(boxes, widgets.Grow(figure(c.label, thousands(c.n), c.ink, only(c.kind, c.n))))
	}
	i.counts.Objects = []fyne.CanvasObject{widgets.Row(8, boxes...)}
	i.counts.Show()
	i.content.Refresh()
}

// onward says what to do with faulty rows.
func (i *Import) onward(out app.Imported, preview bool) string {
	switch {
	case out.FaultyRows == 0:
		return ""
	case preview && i.Whole.On():
		return "现在导入会全部不写；请改好文件后再预览"
	case preview:
		return "导入时有误的行不会写入；请改好文件后再预览，或先导入其余各行"
	}
	return "有误的行没有写入，其余已写入；请改好文件后再导入一次"
}

// saveFaults puts what is wrong into a file to mend by.
func (i *Import) saveFaults() {
	name, _ := i.source()
	faults := i.findings.out.Faults
	s := saving{frame: i.frame, desk: i.desk, title: "存下问题清单", body: "一行一处：行、列、内容、问题。个人信息已遮盖。", verb: "保存", folderOf: "faults",
		name:  strings.TrimSuffix(name, filepath.Ext(name)) + "-问题清单.xlsx",
		write: func(_ context.Context, path string) error { return i.desk.Faults(path, faults) },
		done:  func(path string) { i.noted("问题清单已存为", path) }}
	s.begin()
}

// noted tells where a file lies.
func (i *Import) noted(verb, path string) {
	i.notes.Objects = []fyne.CanvasObject{lies(i.frame, i.desk, verb, path)}
	i.notes.Show()
	i.content.Refresh()
}

func notesOf(out app.Imported) []string {
	var lines []string
	if out.KeptMapping {
		lines = append(lines, "使用了保存的对应关系："+out.Renamed())
	}
	lines = append(lines, out.Notes...)
	if len(out.Ignored) > 0 {
		lines = append(lines, "未识别的列（没有导入）："+strings.Join(out.Ignored, "、")+"。要导入，请点“列的对应…”")
	}
	return lines
}

// Said is what the screen last told.
func (i *Import) Said() string { return i.said.Said() }
