package ui

import (
	"context"
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"opsledger/app"
	"opsledger/ui/theme"
	"opsledger/ui/view"
	"opsledger/ui/widgets"
	"opsledger/ui/work"
)

// Sizes of the window's edges.
const (
	navWidth     = 168
	headerHeight = 48
	statusHeight = 28
)

// edges are what stands around every screen.
type edges struct {
	nav           map[string]*widgets.Place
	groups        map[string]*widgets.PlaceGroup
	column        *fyne.Container // of all places
	scroll        *fyne.Container // holds it
	where         *widgets.Text
	head          *fyne.Container
	faces         *fyne.Container // the views of the place
	back, forward *widgets.Button
	bell          *widgets.Button
	role          *widgets.Text
	next, code    *widgets.Text
}

// header is the bar above: the way, the search, what waits, who is here.
func (w *Window) header() fyne.CanvasObject {
	e := &w.edges
	e.back = widgets.NewButton("", "arrow-left", widgets.Hushed, w.Back)
	e.forward = widgets.NewButton("", "arrow-right", widgets.Hushed, w.Forward)
	e.where, e.faces = widgets.Title("", theme.SizeCard), container.NewStack()
	find := widgets.NewButton("查找工单、人员、页面或命令", "search", widgets.Usual, w.palette).WithKeys("Ctrl K")
	e.bell = widgets.NewButton("", "bell", widgets.Hushed, w.ring)
	lock := widgets.NewButton("", "lock", widgets.Hushed, w.Leave)
	e.role = widgets.Help("")
	who := widgets.Stack(0, widgets.Body(w.desk.Account), e.role)
	e.head = widgets.Row(8, widgets.Fixed(e.back), widgets.Fixed(e.forward), widgets.Fixed(e.where), widgets.Fixed(e.faces), widgets.Grow(widgets.Spring()), widgets.Fixed(find), widgets.Fixed(e.bell), widgets.Fixed(lock),
		widgets.Fixed(widgets.NewPicture("users", theme.Primary, 20)), widgets.Fixed(who))
	return widgets.Column(0, widgets.Fixed(widgets.Tall(headerHeight-1, widgets.On(widgets.NewPanel(theme.Surface, "", 0), widgets.Inset(0, 16, e.head)))), widgets.Fixed(widgets.Rule()))
}

func centredLine(o fyne.CanvasObject) fyne.CanvasObject {
	return widgets.Row(0, widgets.Part{CanvasObject: o, Weight: 1})
}

// status is the bar below: what is saved, where the store lies, what falls due next.
func (w *Window) status() fyne.CanvasObject {
	e := &w.edges
	e.next, e.code = widgets.Help("").Cut(), widgets.Help("")
	said := func(icon string, text string) fyne.CanvasObject {
		return widgets.Line(4, widgets.NewPicture(icon, theme.Text3, 14), widgets.Help(text))
	}
	bar := widgets.Row(16, widgets.Fixed(said("circle-check", "每一步都已保存")), widgets.Fixed(said("world-off", "离线使用")),
		widgets.Grow(widgets.Row(4, widgets.Fixed(widgets.NewPicture("clock", theme.Text3, 14)), widgets.Grow(centredLine(e.next)))), widgets.Fixed(widgets.Help(w.desk.Name)), widgets.Fixed(e.code))
	return widgets.Column(0, widgets.Fixed(widgets.Rule()), widgets.Fixed(widgets.Tall(statusHeight-1, widgets.On(widgets.NewPanel(theme.Surface, "", 0), widgets.Inset(0, 16, bar)))))
}

// show marks where the window is.
func (e *edges) show(w *Window, to Route) {
	for screen, item := range e.nav {
		item.SetCurrent(screen == placeOf(to.Screen).screen)
	}
	e.unfold(to)
	p := placeOf(to.Screen)
	e.where.Set(where(p.group, p.label))
	e.faces.Objects = nil
	if list := faces[p.screen]; len(list) > 0 {
		tabs := make([]widgets.Tab, len(list))
		for i, f := range list {
			tabs[i] = widgets.Tab{Key: f.screen, Label: f.label}
		}
		e.faces.Objects = []fyne.CanvasObject{widgets.Tabs(tabs, to.Screen, func(screen string) { w.Open(screen) })}
	}
	e.faces.Refresh()
	e.head.Refresh()
	back, forward := w.trail.Can()
	enable(e.back, back)
	enable(e.forward, forward)
}

// where is the way to a place: a group called as its place is said once.
func where(group, label string) string {
	if group == "" || group == label {
		return label
	}
	return group + " / " + label
}

func enable(b *widgets.Button, on bool) {
	if on {
		b.Enable()
	} else {
		b.Disable()
	}
}

// Refresh reads anew what the edges show.
func (w *Window) Refresh() {
	d := w.desk
	work.Run(func(ctx context.Context) (app.Bearings, error) { return d.Bearings(ctx) }, func(b app.Bearings, err error) {
		if err != nil || w.desk != d {
			return // a screen tells the same failure; a locked window shows none of it
		}
		w.edges.fill(w, b)
	})
}

// fill puts on the edges what they show.
func (e *edges) fill(w *Window, b app.Bearings) {
	e.nav["tickets"].SetCount(counted(b.Open), false)
	e.role.Set(app.RoleNames(b.Roles, "、"))
	e.next.Set(view.Next(b, w.now()))
	e.code.Set("台账头 " + b.Code)
}

// Counted is what the navigation counts beside a place, "" nothing.
func (w *Window) Counted(screen string) string {
	if p := w.edges.nav[screen]; p != nil {
		return p.Count()
	}
	return ""
}

func counted(n int) string {
	if n == 0 {
		return ""
	}
	return strconv.Itoa(n)
}
