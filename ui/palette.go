package ui

import (
	"context"
	"strings"

	"opsledger/app"
	"opsledger/app/record/ticket"
	"opsledger/ui/view"
	"opsledger/ui/widgets"
	"opsledger/ui/work"
)

// listed is how many tickets the palette shows.
const listed = 8

// palette finds any place, command or record by a few characters.
func (w *Window) palette() {
	d := w.desk
	widgets.OpenPalette(w.win.Canvas(), "查找工单、页面或命令", func(query string, answer func([]widgets.Group)) {
		groups := []widgets.Group{{Title: "页面", Results: w.placesLike(query)}, {Title: "命令", Results: w.commandsLike(query)}}
		if strings.TrimSpace(query) == "" {
			answer(groups)
			return
		}
		work.Run(func(ctx context.Context) ([]widgets.Group, error) {
			tickets, err := w.tickets(ctx, d.App, query)
			return append([]widgets.Group{tickets}, groups...), err
		}, func(found []widgets.Group, err error) {
			if err != nil { // what is at hand is shown all the same
				found = groups
			}
			answer(found)
		})
	})
}

func (w *Window) placesLike(query string) (out []widgets.Result) {
	for _, p := range places {
		if view.Like(p.label, query) {
			out = append(out, widgets.Result{Icon: p.icon, Title: p.label, Note: p.group, Do: func() { w.Open(p.screen) }})
		}
	}
	return out
}

func (w *Window) commandsLike(query string) (out []widgets.Result) {
	for _, c := range []struct {
		label, icon, keys string
		do                func()
	}{{"登记工单", "plus", "Ctrl+N", w.create}, {"导入表格", "package-import", "", func() { w.Open("import") }}, {"刷新", "refresh", "F5", w.again}, {"锁定", "lock", "Ctrl+L", w.Leave}} {
		if view.Like(c.label, query) {
			out = append(out, widgets.Result{Icon: c.icon, Title: c.label, Hint: c.keys, Do: c.do})
		}
	}
	return out
}

// tickets finds tickets; going to one shows it beside the list.
func (w *Window) tickets(ctx context.Context, d *app.App, query string) (g widgets.Group, err error) {
	g.Title = ticket.Kind.Label
	list, err := d.List(ctx, app.Query{Kind: ticket.Kind.Name, Search: query, Limit: listed}, "")
	for _, s := range list {
		title, _ := s.Fields["title"].(string)
		g.Results = append(g.Results, widgets.Result{Icon: "ticket", Title: s.Number, Note: title, Do: func() { w.Open("tickets", recordMark+string(s.ID)) }})
	}
	return g, err
}

// recordMark begins a route's About where it names a record.
const recordMark = "#"

func recordOf(about string) (id string, ok bool) { return strings.CutPrefix(about, recordMark) }
