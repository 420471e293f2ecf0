package screens

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"opsledger/app"
	"opsledger/app/fault"
	"opsledger/app/record/comparison"
	"opsledger/app/rule/compare"
	"opsledger/app/rule/privacy"
	"opsledger/ui/theme"
	"opsledger/ui/view"
	"opsledger/ui/widgets"
	"opsledger/ui/work"
)

// Lists is what the window may do with two lists a person names.
type Lists struct {
	Heads   func(ctx context.Context, path string) ([]string, error)
	Compare func(ctx context.Context, c app.Comparing, progress func(what string, rows int)) (app.ComparedLists, error)
	Write   func(ctx context.Context, path string, c app.ComparedLists, clear bool) error
	File    func(ctx context.Context, c app.ComparedLists, clear bool) ([]byte, error)
}

// Comparing compares two lists by their key columns (R049): the files, what they are joined by, then what came of it, which is saved
// as a workbook and written into a comparison.
type Comparing struct {
	frame Frame
	desk  *Desk
	about string // the comparison to be filled in, "" none yet
	title *widgets.Text

	PathA, PathB *widgets.Input
	Keys         [2]*widgets.Form // the columns of each list it is joined by
	Go           *widgets.Button
	Save         *widgets.Button
	Fill         *widgets.Button

	heads    [2][]string
	asked    int // the reading of heads under way: what an earlier one brings is out of date
	keys     *fyne.Container
	progress *widgets.Progress
	running  *fyne.Container
	said     *widgets.Notice
	found    *fyne.Container
	content  *fyne.Container
	lists    *app.ComparedLists
	cancel   func()
}

// NewComparing makes the screen; about is the ID of the comparison it fills in.
func NewComparing(f Frame, d *Desk, about string) *Comparing {
	s := &Comparing{frame: f, desk: d, about: about, title: widgets.Title("比对两份名单", theme.SizePage), said: widgets.NewNotice(), running: widgets.Stack(0), found: container.NewStack(), keys: container.NewStack()}
	s.PathA, s.PathB = widgets.NewInput("甲：我方名单，.xlsx 或 .csv").WithIcon("file-spreadsheet"), widgets.NewInput("乙：来源单位的名单，.xlsx 或 .csv").WithIcon("file-spreadsheet")
	for _, in := range []*widgets.Input{s.PathA, s.PathB} {
		in.OnSubmit, in.OnChanged = s.Look, func(string) { s.drop() }
	}
	s.Go = widgets.NewButton("开始比对", "git-compare", widgets.Main, s.Run)
	s.Save = widgets.NewButton("存为表格…", "download", widgets.Usual, s.save)
	label := "登记为比对结果…"
	if about != "" {
		label = "写入这条比对结果…"
	}
	s.Fill = widgets.NewButton(label, "check", widgets.Usual, s.fill)
	s.offer()
	s.forget()
	s.name()
	return s
}

// name says which comparison is filled in.
func (s *Comparing) name() {
	if s.about == "" {
		return
	}
	run(s.desk, func(ctx context.Context) (app.Shown, error) {
		return s.desk.Show(ctx, comparison.Kind.Name, s.about, false, "")
	}, func(rec app.Shown, err error) {
		if err != nil {
			Fail(s.frame.Window(), err)
			return
		}
		s.title.Set("比对两份名单　" + rec.Number)
	})
}

// Content lays the screen out.
func (s *Comparing) Content() fyne.CanvasObject {
	line := func(in *widgets.Input) fyne.CanvasObject {
		choose := widgets.NewButton("选择文件…", "folder-open", widgets.Usual, func() { s.pick(in) })
		return widgets.Row(8, widgets.Grow(in), widgets.Fixed(choose))
	}
	note := widgets.NewParagraph("全角数字、空格、单引号、身份证号的 x 不影响比对；被电子表格改成 1.23E+17 的长数字不拿来比对，逐行列出。名单只读，不会改动。", theme.SizeHelp, theme.Text3)
	source := widgets.On(widgets.NewPanel(theme.Surface, theme.Border, 8), widgets.Inset(12, 16, widgets.Stack(8, line(s.PathA), line(s.PathB), s.keys, widgets.Row(8, widgets.Part{CanvasObject: note, Weight: 1}, widgets.Fixed(s.Go)))))
	head := widgets.Row(8, widgets.Part{CanvasObject: s.title, Weight: 1}, widgets.Fixed(s.Save), widgets.Fixed(s.Fill))
	s.running.Hide()
	s.content = widgets.Column(12, widgets.Fixed(head), widgets.Fixed(source), widgets.Fixed(s.running), widgets.Fixed(s.said), widgets.Grow(s.found))
	return s.content
}

// Reread leaves what was compared: it stands in files.
func (s *Comparing) Reread() {}

func (s *Comparing) pick(in *widgets.Input) {
	chooseFile(s.frame.Window(), s.desk, "选一份名单", "选择", sheets, func(path string) {
		in.SetValue(path)
		s.Look()
	})
}

// Look reads which columns the lists have, and offers them as keys.
func (s *Comparing) Look() {
	s.forget()
	s.asked++
	asked, paths := s.asked, [2]string{strings.TrimSpace(s.PathA.Value()), strings.TrimSpace(s.PathB.Value())}
	run(s.desk, func(ctx context.Context) (heads [2][]string, err error) {
		for i, path := range paths {
			if path != "" && err == nil {
				heads[i], err = s.desk.Lists.Heads(ctx, path)
			}
		}
		return heads, err
	}, func(heads [2][]string, err error) {
		switch {
		case asked != s.asked:
		case err != nil:
			s.refuse(err)
		default:
			s.heads = heads
			s.offer()
		}
	})
}

// offer asks by which columns the lists are joined; what likely is the key is filled in.
func (s *Comparing) offer() {
	a, b := view.LikelyKeys(s.heads[0], s.heads[1])
	for i, f := range []widgets.FieldSpec{{Label: "甲的关键列", Value: a, Help: "如：身份证号；只凭姓名会把同名的人认作一个，请加上出生日期等"}, {Label: "乙的关键列", Value: b, Help: "与甲的一样多，按先后一一对应"}} {
		f.Key, f.Kind, f.Choices = keyColumns, widgets.AsList, optionsOf(s.heads[i])
		s.Keys[i] = widgets.NewForm([]widgets.FieldSpec{f}, widgets.Dates{})
		s.Keys[i].OnSubmit = func(map[string]string) { s.Run() }
	}
	s.keys.Objects = []fyne.CanvasObject{widgets.Row(16, widgets.Grow(s.Keys[0]), widgets.Grow(s.Keys[1]))}
	if len(s.heads[0]) == 0 || len(s.heads[1]) == 0 {
		s.keys.Hide()
	} else {
		s.keys.Show()
	}
	if s.content != nil {
		s.content.Refresh()
	}
}

const keyColumns = "key"

// Chosen are the key columns of the first list, or of the second.
func (s *Comparing) Chosen(list int) []string {
	return slices.DeleteFunc(strings.Split(s.Keys[list].Value(keyColumns), "\n"), func(l string) bool { return l == "" })
}

func optionsOf(words []string) (out []widgets.Option) {
	for _, w := range words {
		out = append(out, widgets.Option{Value: w, Label: privacy.Scrub(w), Aliases: view.Aliases(w)})
	}
	return out
}

// drop forgets the columns of other files, and what was found of them.
func (s *Comparing) drop() {
	s.heads = [2][]string{}
	s.offer()
	s.forget()
}

// forget drops what was found.
func (s *Comparing) forget() {
	s.lists = nil
	s.found.Objects = []fyne.CanvasObject{widgets.On(widgets.NewPanel(theme.Surface, theme.Border, 8), widgets.Empty("git-compare", "选两份名单，再指明按哪一列比对", "结果分成：仅甲有、仅乙有、两边都有、不一致，另列不能比对的行。"))}
	s.found.Refresh()
	press(s.Save, false)
	press(s.Fill, false)
	press(s.Go, true)
	s.said.Clear()
	if s.content != nil {
		s.content.Refresh()
	}
}

// Run compares the lists.
func (s *Comparing) Run() {
	c := app.Comparing{A: strings.TrimSpace(s.PathA.Value()), B: strings.TrimSpace(s.PathB.Value()), KeysA: s.Chosen(0), KeysB: s.Chosen(1)}
	switch {
	case c.A == "" || c.B == "":
		s.refuse(fault.New(fault.Refused, "还没有选好两份名单").With("请分别点“选择文件…”"))
		return
	case len(s.heads[0]) == 0 || len(s.heads[1]) == 0:
		s.Look()
		return
	case len(c.KeysA) == 0 || len(c.KeysA) != len(c.KeysB):
		s.refuse(fault.New(fault.Refused, fmt.Sprintf("甲选了 %d 个关键列，乙选了 %d 个", len(c.KeysA), len(c.KeysB))).With("两边各选同样多的列，按先后一一对应"))
		return
	}
	s.forget()
	s.progress = widgets.NewProgress("正在比对", "停止不会留下什么。", func() { s.cancel() })
	s.running.Objects = []fyne.CanvasObject{s.progress}
	s.busy(true)
	s.cancel = run(s.desk, func(ctx context.Context) (app.ComparedLists, error) {
		return s.desk.Lists.Compare(ctx, c, func(what string, rows int) {
			work.OnWindow(func() { s.progress.Set(0, fmt.Sprintf("%s：已读 %s 行", what, thousands(rows))) })
		})
	}, func(lists app.ComparedLists, err error) {
		s.busy(false)
		if err != nil {
			s.refuse(err)
			return
		}
		s.lists = &lists
		s.tell(lists.Result)
	})
}

func (s *Comparing) busy(on bool) {
	press(s.Go, !on)
	if on {
		s.PathA.Disable()
		s.PathB.Disable()
		s.running.Show()
	} else {
		s.PathA.Enable()
		s.PathB.Enable()
		s.running.Hide()
	}
	s.content.Refresh()
}

func (s *Comparing) refuse(err error) {
	f := fault.Of(err)
	s.said.Tell(widgets.Bad, f.Message, f.Remedy)
	s.content.Refresh()
}

// tell shows how many rows there are of each sort, and what is wrong with those that were not compared.
func (s *Comparing) tell(r *compare.Result) {
	var boxes []widgets.Part
	for _, c := range view.ComparedFigures(r) {
		boxes = append(boxes, widgets.Grow(figure(c.Label, c.Value, theme.Text, nil)))
	}
	if why := r.Caution(); why != "" {
		s.said.Tell(widgets.Soon, "有的行没有比对", why)
	}
	var rows []fyne.CanvasObject
	for _, line := range view.ComparedTroubles(r) {
		icon, ink := "alert-triangle", theme.Orange
		if line.Tone == view.Bad {
			icon, ink = "alert-circle", theme.Red
		}
		rows = append(rows, widgets.Marked(icon, ink, widgets.NewParagraph(line.Words, theme.SizeBody, theme.Text)))
	}
	trouble := widgets.Card("不能比对和应核对的行", nil, container.NewCenter(widgets.Help("没有")))
	if len(rows) > 0 {
		trouble = widgets.Card("不能比对和应核对的行", widgets.Help("同类合并；逐行列在结果的“问题”表里"), widgets.Scrolled(widgets.InsetEach(0, 10, 0, 0, widgets.Stack(6, rows...))))
	}
	s.found.Objects = []fyne.CanvasObject{widgets.Column(12, widgets.Fixed(widgets.Row(8, boxes...)), widgets.Grow(trouble))}
	press(s.Save, true)
	press(s.Fill, true)
	s.content.Refresh()
}

// Said is what the screen last told.
func (s *Comparing) Said() string { return s.said.Said() }

// Compared is what came of the lists, nil before.
func (s *Comparing) Compared() *app.ComparedLists { return s.lists }
