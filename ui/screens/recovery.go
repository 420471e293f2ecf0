package screens

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"opsledger/ui/theme"
	"opsledger/ui/widgets"
)

// askedGroups are the groups a person types to show that the key was written down, from 0.
var askedGroups = [2]int{2, 6}

// Recovery shows the paper key once; it goes on only after a person types two groups of it.
type Recovery struct {
	Proof  [2]*widgets.Input
	Onward *widgets.Button
	Later  *widgets.Button // into the store without an import

	frame  Frame
	desk   *Desk
	key    string
	groups []string
	steps  []guided
	copied *widgets.Text
	told   *widgets.Text
	shown  *fyne.Container
}

func newRecovery(f Frame, d *Desk, key string, steps []guided) *Recovery {
	r := &Recovery{frame: f, desk: d, key: key, groups: strings.Split(key, "-"), steps: steps, told: widgets.Help(""), shown: container.NewStack()}
	r.copied = widgets.Help("不含 I、L、O、U，抄写不易错。打印后请删去文件").Cut()
	for i, n := range askedGroups {
		in := widgets.NewInput(fmt.Sprintf("第 %d 组", n+1))
		in.OnChanged = func(string) { r.judge() }
		in.OnSubmit = func() { r.Onward.Press() }
		r.Proof[i] = in
	}
	r.Onward = widgets.NewButton("已保管好，下一步", "", widgets.Main, r.onward).WithKeys("Enter")
	r.Later = widgets.NewButton("以后再说，进入台账", "", widgets.Usual, func() { f.Enter(d) })
	r.judge()
	return r
}

// Text is the key as it is printed.
func (r *Recovery) Text() string { return r.key }

// Content lays the screen out.
func (r *Recovery) Content() fyne.CanvasObject {
	proof := widgets.Stack(4, widgets.Body(fmt.Sprintf("核对：输入第 %d 组和第 %d 组", askedGroups[0]+1, askedGroups[1]+1)),
		widgets.Row(8, widgets.Wide(150, r.Proof[0]), widgets.Wide(150, r.Proof[1]), widgets.Grow(widgets.Spring())), r.told)
	warning := widgets.NewNotice()
	warning.Tell(widgets.Soon, "离开这一页就不再显示", "忘记口令时只能靠它打开台账；拿到它的人也能打开台账。")
	content := widgets.Stack(12, r.grid(), r.keeping(), warning, proof)
	r.show(guide{at: showKey, title: "保管恢复密钥", about: fmt.Sprintf("%s组，每组四个字符，最后一组用来查出抄错。请打印或抄下来，与电脑分开存放。", hanCount(len(r.groups))), content: content, buttons: []*widgets.Button{r.Onward}})
	return r.shown
}

func hanCount(n int) string {
	if han := []rune("零一二三四五六七八九"); n < len(han) {
		return string(han[n])
	}
	return strconv.Itoa(n)
}

// grid are the groups in rows of three.
func (r *Recovery) grid() fyne.CanvasObject {
	var rows []fyne.CanvasObject
	for start := 0; start < len(r.groups); start += 3 {
		var line []widgets.Part
		for i := start; i < min(start+3, len(r.groups)); i++ {
			words := widgets.Stack(0, widgets.NewText(strconv.Itoa(i+1), theme.SizeAxis, theme.Text3).Centre(), widgets.Title(r.groups[i], theme.SizePage).Centre())
			line = append(line, widgets.Grow(widgets.On(widgets.NewPanel(theme.Surface, theme.Border, 6), widgets.InsetEach(3, 8, 6, 8, words))))
		}
		rows = append(rows, widgets.Row(8, line...))
	}
	return widgets.On(widgets.NewPanel(theme.Sunken, theme.Border, 8), widgets.Inset(12, 14, widgets.Stack(8, rows...)))
}

// keeping are the ways to get the key onto paper.
func (r *Recovery) keeping() fyne.CanvasObject {
	paper := widgets.NewButton("存为 PDF…", "printer", widgets.Usual, func() { chooseFolder(r.frame, r.desk.Files, "", r.Print) })
	clip := widgets.NewButton("复制", "copy", widgets.Usual, r.copy)
	return widgets.Row(8, widgets.Fixed(paper), widgets.Fixed(clip), widgets.Part{CanvasObject: r.copied, Weight: 1})
}

// Print writes the page that is to be printed into a folder. It holds the key in the clear: the only file of this program
// that does, and only where it is asked for.
func (r *Recovery) Print(dir string) {
	run(r.desk, func(context.Context) (string, error) { return r.desk.Paper(dir, r.key) }, func(path string, err error) {
		if err != nil {
			Fail(r.frame.Window(), err)
			return
		}
		r.copied.Set("已存为 " + path + "。打印后请删去这个文件")
	})
}

func (r *Recovery) copy() {
	fyne.CurrentApp().Clipboard().SetContent(r.key)
	r.copied.Set("已复制。粘贴到空白文档打印，不要存盘；离开这一页时会清空剪贴板")
}

// wipe takes the key off the clipboard.
func (r *Recovery) wipe() {
	if c := fyne.CurrentApp().Clipboard(); c.Content() == r.key {
		c.SetContent("")
	}
}

// misread folds letters the key does not hold into those they are read for.
var misread = strings.NewReplacer("O", "0", "I", "1", "L", "1", " ", "", "-", "")

// judge says which of the asked groups are right.
func (r *Recovery) judge() {
	right := 0
	var said []string
	for i, n := range askedGroups {
		typed := misread.Replace(strings.ToUpper(r.Proof[i].Value()))
		words := "还没有输入"
		switch {
		case n < len(r.groups) && typed == r.groups[n]:
			words, right = "正确", right+1
		case typed != "":
			words = "还不对"
		}
		said = append(said, fmt.Sprintf("第 %d 组%s", n+1, words))
	}
	r.told.Set(strings.Join(said, "，"))
	press(r.Onward, right == len(askedGroups))
}

// onward leaves the key, also on the clipboard, and offers the import.
func (r *Recovery) onward() {
	r.wipe()
	now := widgets.NewButton("现在导入", "package-import", widgets.Main, func() { r.frame.Enter(r.desk); r.frame.Open("import") })
	content := widgets.Empty("file-spreadsheet", "台账已建好", "手里有旧的工单表，现在就可以导入；先看预览，再决定写不写。")
	r.show(guide{at: offerImport, title: "导入旧表", about: "可以以后再做：左侧“导入”随时都在。", content: content, buttons: []*widgets.Button{r.Later, now}})
	r.frame.Window().Canvas().Focus(now)
}

func (r *Recovery) show(g guide) {
	g.steps, g.notice = r.steps, widgets.NewNotice()
	r.shown.Objects = []fyne.CanvasObject{g.draw()}
	r.shown.Refresh()
}
