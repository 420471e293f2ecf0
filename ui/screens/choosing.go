package screens

import (
	"context"
	"fmt"
	"path/filepath"
	"strings"
	"time"

	"fyne.io/fyne/v2"

	"opsledger/app/fault"
	"opsledger/ui/theme"
	"opsledger/ui/view"
	"opsledger/ui/widgets"
	"opsledger/ui/work"
)

// Choosing asks for a file or a folder of this PC. Folders are read beside the window: a share may take its time.
type Choosing struct {
	Table      *widgets.DataTable
	Path, Find *widgets.Input

	window   fyne.Window
	now      time.Time
	files    Files
	desk     *Desk // remembers the folder; nil before a store is open
	folderOf string
	title    string
	verb     string
	chosen   func(path string)

	wanted view.Wanted
	at     string // the folder listed
	lying  []view.Lying
	turn   int // of what was asked to be read
	said   *widgets.Notice
	spots  *fyne.Container
	ask    *widgets.Dialog
}

const (
	choosingWide = 860
	choosingTall = 424
	spotsWide    = 156
	above        = ".." // the key of the row that leads to the folder above
)

// chooseFile asks for a file of one of the endings, of any without.
func chooseFile(w fyne.Window, d *Desk, title, verb string, endings []string, chosen func(path string)) {
	c := &Choosing{window: w, now: d.Now(), files: d.Files, desk: d, folderOf: "open" + strings.Join(endings, ""), title: title, verb: verb, chosen: chosen}
	c.wanted = view.Wanted{Endings: endings, By: "modified", Down: true}
	recallFolder(d, c.folderOf, c.open)
}

// chooseFolder asks for a folder, beginning with one; "" is that of documents.
func chooseFolder(f Frame, files Files, from string, chosen func(path string)) {
	c := &Choosing{window: f.Window(), now: f.Now(), files: files, title: "选一个文件夹", verb: "选这个文件夹", chosen: chosen}
	c.wanted = view.Wanted{Folders: true, By: "name"}
	if from = strings.TrimSpace(from); !filepath.IsAbs(from) {
		from = files.Folder()
	}
	c.open(from)
}

// recallFolder gives the folder used last for something, else that of documents.
func recallFolder(d *Desk, of string, then func(folder string)) {
	if folder := d.folders[of]; folder != "" {
		then(folder)
		return
	}
	run(d, func(ctx context.Context) (string, error) { return d.Recall(ctx, "folder/"+of) }, func(folder string, err error) {
		if err != nil || folder == "" {
			folder = d.Files.Folder()
		}
		then(folder)
	})
}

// keepFolder remembers where a file was taken from or put. Where that fails the next choice begins elsewhere: no reason to stop.
func keepFolder(d *Desk, of, path string) {
	if d.folders == nil {
		d.folders = map[string]string{}
	}
	d.folders[of] = filepath.Dir(path)
	run(d, func(ctx context.Context) (struct{}, error) {
		return struct{}{}, d.Remember(ctx, "folder/"+of, filepath.Dir(path))
	}, func(_ struct{}, err error) {
		if err != nil {
			fyne.LogError("keeping the folder of "+of, err)
		}
	})
}

func (c *Choosing) open(folder string) {
	c.said, c.spots = widgets.NewNotice(), widgets.Stack(2)
	c.Find, c.Path = widgets.NewInput("在这个文件夹里找").WithIcon("search"), widgets.NewInput("文件夹")
	c.Path.OnSubmit = func() { c.goTo(strings.TrimSpace(c.Path.Value())) }
	c.Find.OnChanged = func(words string) { c.wanted.Words = strings.TrimSpace(words); c.draw() }
	c.Find.OnSubmit, c.Find.OnKey = c.take, c.down
	c.lay()
	tools := []widgets.Part{widgets.Fixed(widgets.NewButton("", "arrow-up", widgets.Usual, c.up)), widgets.Grow(c.Path)}
	if c.wanted.Folders {
		tools = append(tools, widgets.Fixed(widgets.NewButton("新建文件夹…", "plus", widgets.Usual, c.askFolder)))
	} else {
		tools = append(tools, widgets.Wide(220, c.Find))
	}
	list := widgets.On(widgets.NewPanel(theme.Surface, theme.Border, 8), widgets.Inset(1, 1, c.Table))
	right := widgets.Column(8, widgets.Fixed(widgets.Row(8, tools...)), widgets.Fixed(c.said), widgets.Grow(list))
	left := widgets.On(widgets.NewPanel(theme.Nav, "", 8), widgets.Inset(6, 6, widgets.Scrolled(c.spots)))
	first := c.Find.Target()
	if c.wanted.Folders {
		first = c.Path.Target()
	}
	c.ask = widgets.Ask(c.window.Canvas(), widgets.Question{Title: c.title, Verb: c.verb, Width: choosingWide, First: first, OnVerb: func() bool { c.take(); return true },
		Content: widgets.Tall(choosingTall, widgets.Row(12, widgets.Wide(spotsWide, left), widgets.Grow(right)))})
	c.Path.OnCancel, c.Find.OnCancel, c.Table.OnEscape = c.ask.Back, c.ask.Back, c.ask.Back
	work.Run(func(context.Context) ([]Spot, error) { return c.files.Places(), nil }, c.offer)
	c.read(folder, func(err error) { c.visit(c.files.Folder()) }) // the stick the last one lay on may be gone
}

// offer shows where else a choice may begin.
func (c *Choosing) offer(spots []Spot, _ error) {
	for _, s := range spots {
		c.spots.Add(widgets.Tall(32, widgets.NewPlace(s.Icon, s.Name, func() { c.visit(s.Path) })))
	}
	c.ask.Fit()
}

func (c *Choosing) lay() {
	columns := []widgets.TableColumn{{Key: "name", Head: "名称", Width: 200, Grow: true, Sortable: true}}
	if !c.wanted.Folders {
		columns = append(columns, widgets.TableColumn{Key: "size", Head: "大小", Width: 86, Align: fyne.TextAlignTrailing, Sortable: true})
	}
	c.Table = widgets.NewDataTable(append(columns, widgets.TableColumn{Key: "modified", Head: "修改时间", Width: 118, Sortable: true}), false)
	c.Table.SetState(widgets.State{Sort: c.wanted.By, Down: c.wanted.Down})
	c.Table.OnSort = func(key string, down bool) { c.wanted.By, c.wanted.Down = key, down; c.draw() }
	c.Table.OnOpen, c.Table.OnAgain = c.enter, c.enter
}

// down goes from the search into what it found.
func (c *Choosing) down(k *fyne.KeyEvent) bool {
	if k.Name != fyne.KeyDown || c.Table.Rows() == 0 {
		return false
	}
	c.Table.Focus()
	if _, on := c.Table.Selected(); !on {
		c.Table.Select(0)
	}
	return true
}

// visit lists a folder, or says why it can't be.
func (c *Choosing) visit(dir string) {
	c.read(dir, func(err error) { refuse(c.said, err); c.ask.Fit() })
}

// read lists a folder beside the window. Of several asked for, the last counts.
func (c *Choosing) read(dir string, failed func(error)) {
	c.turn++
	turn := c.turn
	c.Table.SetFoot("正在读“" + dir + "”…")
	work.Run(func(context.Context) ([]view.Lying, error) { return c.files.List(dir) }, func(lying []view.Lying, err error) {
		switch {
		case turn != c.turn:
		case err != nil:
			c.draw()
			failed(err)
		default:
			c.said.Clear()
			c.at, c.lying, c.wanted.Words = filepath.Clean(dir), lying, ""
			c.Path.SetValue(c.at)
			c.Find.SetValue("")
			c.draw()
			c.ask.Fit()
		}
	})
}

// draw shows what is wanted of the folder.
func (c *Choosing) draw() {
	list := c.wanted.List(c.lying)
	rows := make([]widgets.Item, 0, len(list)+1)
	if filepath.Dir(c.at) != c.at && c.wanted.Words == "" {
		rows = append(rows, c.item(above, "上一级", "arrow-up", "", ""))
	}
	folders := 0
	for _, l := range list {
		icon, size := "file-text", view.Size(l.Size)
		if l.Folder {
			icon, size = "folder", ""
			folders++
		}
		rows = append(rows, c.item(l.Name, l.Name, icon, size, view.When(l.Modified, c.now)))
	}
	c.Table.SetRows(rows)
	c.Table.SetFoot(c.counted(folders, len(list)-folders))
}

func (c *Choosing) item(key, name, icon, size, modified string) widgets.Item {
	cells := []widgets.Cell{{Text: name, Icon: icon}, {Text: size, Color: theme.Text2}, {Text: modified, Color: theme.Text2}}
	if c.wanted.Folders {
		cells = append(cells[:1], cells[2])
	}
	return widgets.Item{Key: key, Cells: cells}
}

// counted says what is listed, and what is left out.
func (c *Choosing) counted(folders, files int) string {
	words := fmt.Sprintf("%d 个文件夹", folders)
	if !c.wanted.Folders {
		words += fmt.Sprintf("、%d 个文件", files)
	}
	if len(c.wanted.Endings) > 0 {
		words += "（只列 " + strings.Join(c.wanted.Endings, " ") + "）"
	}
	return words
}

// enter opens a folder, or takes a file.
func (c *Choosing) enter(i widgets.Item) {
	if i.Key == above {
		c.up()
		return
	}
	for _, l := range c.lying {
		if l.Name == i.Key && l.Folder {
			c.visit(filepath.Join(c.at, l.Name))
			return
		}
	}
	c.done(filepath.Join(c.at, i.Key))
}

func (c *Choosing) up() { c.visit(filepath.Dir(c.at)) }

// goTo takes what was typed: a folder is listed, a file is taken.
func (c *Choosing) goTo(path string) {
	if !filepath.IsAbs(path) {
		path = filepath.Join(c.at, path)
	}
	c.read(path, func(err error) {
		if !c.wanted.Folders && c.files.Exists(path) {
			c.done(path)
			return
		}
		refuse(c.said, err)
		c.ask.Fit()
	})
}

// take does the verb: the file chosen, the folder listed, or what was typed and not looked at yet.
func (c *Choosing) take() {
	item, on := c.Table.Selected()
	typed := strings.TrimSpace(c.Path.Value())
	switch {
	case typed != c.at:
		c.goTo(typed)
	case c.wanted.Folders:
		c.done(c.at)
	case on:
		c.enter(item)
	case c.wanted.Words != "" && c.Table.Rows() == 1:
		only, _ := c.Table.Item(0)
		c.enter(only)
	default:
		refuse(c.said, fault.New(fault.Refused, "还没有选文件").With("请在下面选一个，或把它的完整位置贴在上面"))
		c.ask.Fit()
	}
}

func (c *Choosing) done(path string) {
	c.ask.Close()
	c.turn++ // what is still being read shows nothing any more
	if c.desk != nil {
		keepFolder(c.desk, c.folderOf, path)
	}
	c.chosen(path)
}

// askFolder makes a folder in the one listed and goes into it.
func (c *Choosing) askFolder() {
	name, said := widgets.NewInput("名称"), widgets.NewNotice()
	var ask *widgets.Dialog
	found := func() {
		path, err := placed(c.at, name.Value(), "")
		if err == nil {
			err = c.files.MakeFolder(path)
		}
		if err != nil {
			refuse(said, err)
			ask.Fit()
			return
		}
		ask.Close()
		c.visit(path)
	}
	name.OnSubmit = found
	ask = widgets.Ask(c.window.Canvas(), widgets.Question{Title: "在“" + filepath.Base(c.at) + "”里新建文件夹", Verb: "新建", First: name.Target(),
		Content: widgets.Stack(8, said, name), OnVerb: func() bool { found(); return true }})
	name.OnCancel = ask.Back
}
