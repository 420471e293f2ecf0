package screens

import (
	"io/fs"
	"path"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"opsledger/ui/handbook"
	"opsledger/ui/theme"
	"opsledger/ui/widgets"
)

// Sizes of the manual: its list of chapters, and how wide a text is easily read.
const (
	chaptersWidth = 200
	proseWidth    = 820
)

// Help shows the manual: its chapters, narrowed by what is sought, and the one chosen beside them.
type Help struct {
	Search *widgets.Input

	book     []handbook.Chapter
	pictures fs.FS
	at       int
	list     *fyne.Container
	pane     *fyne.Container
	content  *fyne.Container
}

// NewHelp opens the manual at the chapter about a screen; "" is the first.
func NewHelp(files fs.FS, screen string) *Help {
	h := &Help{pictures: files, Search: widgets.NewInput("在手册中查找").WithIcon("search"), list: container.NewStack(), pane: container.NewStack()}
	if files != nil {
		raw, _ := fs.ReadFile(files, "manual.zh.md") // where it is missing, the screen says so
		h.book = handbook.Read(raw)
	}
	h.at = handbook.About(h.book, screen)
	h.Search.OnChanged = func(string) { h.seek() }
	chapters := widgets.On(widgets.NewPanel(theme.Nav, "", 8), widgets.Inset(8, 8, widgets.Column(8, widgets.Fixed(h.Search), widgets.Grow(widgets.Scrolled(h.list)))))
	h.content = widgets.Row(12, widgets.Wide(chaptersWidth, chapters), widgets.Grow(h.pane))
	h.draw()
	return h
}

// Content is the screen laid out.
func (h *Help) Content() fyne.CanvasObject { return h.content }

// Reread implements Face: the manual does not change.
func (h *Help) Reread() {}

// Chapter is the title of the one shown.
func (h *Help) Chapter() string {
	if len(h.book) == 0 {
		return ""
	}
	return h.book[h.at].Title
}

// seek goes to the first chapter that says what is sought, unless the one shown does.
func (h *Help) seek() {
	query := h.Search.Value()
	for i := 0; i < len(h.book) && !h.book[h.at].Says(query); i++ {
		if h.book[i].Says(query) {
			h.at = i
		}
	}
	h.draw()
}

func (h *Help) draw() {
	var places []fyne.CanvasObject
	for i, c := range h.book {
		if !c.Says(h.Search.Value()) {
			continue
		}
		p := widgets.NewPlace("file-text", c.Title, func() { h.at = i; h.draw() })
		p.SetCurrent(i == h.at)
		places = append(places, p)
	}
	h.list.Objects = []fyne.CanvasObject{widgets.Stack(2, places...)}
	switch {
	case len(h.book) == 0:
		h.pane.Objects = []fyne.CanvasObject{widgets.Empty("help-circle", "这个程序里没有带手册", "手册在安装包的 doc 文件夹里：manual.zh.md。")}
	case len(places) == 0:
		h.pane.Objects = []fyne.CanvasObject{widgets.Empty("search", "手册里没有“"+h.Search.Value()+"”", "换一个词，或清空查找。")}
	default:
		h.pane.Objects = []fyne.CanvasObject{h.chapter(h.book[h.at])}
	}
	h.content.Refresh()
}

// chapter sets a chapter; passages that say what is sought stand on a ground of their own.
func (h *Help) chapter(c handbook.Chapter) fyne.CanvasObject {
	parts := []fyne.CanvasObject{widgets.Title(c.Title, theme.SizePage)}
	for _, p := range c.Blocks {
		o := h.passage(p)
		if p.Says(h.Search.Value()) {
			o = widgets.On(widgets.NewPanel(theme.Soft, "", 4), o)
		}
		parts = append(parts, o)
	}
	page := widgets.Row(0, widgets.Wide(proseWidth, widgets.Stack(8, parts...)), widgets.Grow(widgets.Spring()))
	return widgets.Scrolled(widgets.InsetEach(4, 16, 24, 8, page))
}

func (h *Help) passage(p handbook.Passage) fyne.CanvasObject {
	text := widgets.NewParagraph(p.Text, theme.SizeBody, theme.Text)
	switch p.Kind {
	case handbook.Section:
		return widgets.InsetEach(10, 0, 0, 0, widgets.NewParagraph(p.Text, theme.SizeSection, theme.Text).Bold())
	case handbook.Item:
		mark := widgets.Column(0, widgets.Fixed(widgets.NewText(p.Mark, theme.SizeBody, theme.Text2)))
		return widgets.InsetEach(0, 0, 0, float32(8+20*p.Depth), widgets.Row(4, widgets.Wide(20, mark), widgets.Grow(text)))
	case handbook.Code:
		return widgets.On(widgets.NewPanel(theme.Sunken, theme.Border, 4), widgets.Inset(8, 12, text))
	case handbook.Grid:
		return grid(p.Rows)
	case handbook.Illustration:
		raw, err := fs.ReadFile(h.pictures, path.Clean(p.Picture))
		if err != nil {
			return widgets.Help("（缺少图片：" + p.Text + "）")
		}
		return widgets.Stack(2, widgets.NewIllustration(p.Picture, raw), widgets.Help(p.Text))
	}
	return text
}

// grid is a table whose columns share the width, the last twice as wide.
func grid(rows [][]string) fyne.CanvasObject {
	var lines []fyne.CanvasObject
	for i, row := range rows {
		var cells []widgets.Part
		for j, text := range row {
			cell := widgets.NewParagraph(text, theme.SizeBody, theme.Text)
			if i == 0 {
				cell = widgets.NewParagraph(text, theme.SizeHelp, theme.Text2).Bold()
			}
			weight := float32(1)
			if j > 0 && j == len(row)-1 {
				weight = 2
			}
			cells = append(cells, widgets.Part{CanvasObject: cell, Weight: weight, Fill: true})
		}
		lines = append(lines, widgets.Inset(4, 0, widgets.Row(16, cells...)), widgets.Rule())
	}
	return widgets.Stack(0, lines...)
}
