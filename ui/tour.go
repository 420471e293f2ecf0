package ui

import (
	"context"
	"fmt"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"opsledger/ui/theme"
	"opsledger/ui/widgets"
	"opsledger/ui/work"
)

// stop is a place the first tour leads to, and what is said there.
type stop struct{ screen, title, text string }

var stops = []stop{
	{"dashboard", "先看这里", "每天从工作台开始：各类到期事项按急缓排成一列，超期的在最前面。上面的数字点开就是那些工单。"},
	{"import", "把省系统的导出拖进来", "先预览，再导入：有误的行逐条说明怎么改，其余照常；同一文件导两次不会重复。从表格软件复制的单元格可以直接粘贴。"},
	{"tickets", "点一张工单，办下一步", "右边详情的第一个按钮就是最可能的一步，按 Ctrl+Enter 就办；刚办完的按 Ctrl+Z 撤回。每个时限都写明是怎样推算的。"},
	{"report/period", "周四下班前报周报", "数字取自台账，点开是哪些记录；章节自己写，右边就是要打印的那一页。定稿、存文件、登记报送，都在这里。"},
	{"dashboard", "找东西按 Ctrl+K，问用法按 F1", "工单号、标题里的字、人名、页面、命令都能找，拼音首字母也行。F1 打开手册，翻到讲当前页面的一章。"},
}

const tourWidth = 420

// tour leads through the stops on a card in the corner; the window below it stays usable.
type tour struct {
	at     int
	corner *fyne.Container
}

// tourKey is where this PC keeps that an account was led once, or did not want to be.
func tourKey(account string) string { return "tour/" + account }

// offerTour leads whoever is new: who founded the ledger just now, and an account that has taken no step yet.
func (w *Window) offerTour(founded bool) {
	d := w.desk
	work.Run(func(ctx context.Context) (bool, error) {
		if seen, err := d.Recall(ctx, tourKey(d.Account)); err != nil || seen != "" {
			return false, err
		}
		if founded {
			return true, nil
		}
		return d.Newcomer(ctx)
	}, func(lead bool, err error) {
		if err == nil && lead && w.desk == d && !d.Away {
			w.lead()
		}
	})
}

// lead begins the tour where the window stands, if it is one of the stops, else at the first.
func (w *Window) lead() {
	here := w.trail.Here().Screen
	w.tour.at = max(slices.IndexFunc(stops, func(s stop) bool { return s.screen == here }), 0)
	w.halt()
}

// halt shows the stop the tour is at.
func (w *Window) halt() {
	s := stops[w.tour.at]
	if w.trail.Here().Screen != s.screen {
		w.Open(s.screen)
	}
	last := w.tour.at == len(stops)-1
	next := widgets.NewButton("下一步", "", widgets.Main, func() { w.tour.at++; w.halt() })
	if last {
		next = widgets.NewButton("开始使用", "", widgets.Main, w.endTour)
	}
	foot := []widgets.Part{widgets.Grow(widgets.Help(fmt.Sprintf("导览 %d / %d", w.tour.at+1, len(stops))))}
	if !last {
		foot = append(foot, widgets.Fixed(widgets.NewButton("不看了", "", widgets.Hushed, w.endTour)))
	}
	if w.tour.at > 0 {
		foot = append(foot, widgets.Fixed(widgets.NewButton("上一步", "", widgets.Usual, func() { w.tour.at--; w.halt() })))
	}
	words := widgets.Stack(10, widgets.Title(s.title, theme.SizeSection), widgets.NewParagraph(s.text, theme.SizeBody, theme.Text), widgets.Row(8, append(foot, widgets.Fixed(next))...))
	card := widgets.On(widgets.NewPanel(theme.Surface, theme.Primary, 10), widgets.Inset(16, 20, words))
	low := widgets.Column(0, widgets.Grow(widgets.Spring()), widgets.Fixed(card))
	w.tour.corner.Objects = []fyne.CanvasObject{widgets.InsetEach(0, 24, statusHeight+20, 0, widgets.Row(0, widgets.Grow(widgets.Spring()), widgets.Wide(tourWidth, low)))}
	w.tour.corner.Refresh()
	w.win.Canvas().Focus(next)
}

// touring tells whether the tour is under way.
func (w *Window) touring() bool { return w.tour.corner != nil && len(w.tour.corner.Objects) > 0 }

// endTour takes the card away and keeps that the account was led.
func (w *Window) endTour() {
	w.tour.corner.Objects = nil
	w.tour.corner.Refresh()
	d := w.desk
	work.Run(func(ctx context.Context) (bool, error) { return true, d.Remember(ctx, tourKey(d.Account), "1") }, func(_ bool, err error) {
		if err != nil && w.desk == d {
			fyne.LogError("keeping that the tour was seen", err)
		}
	})
}

// guided puts the corner of the tour over a screen.
func (w *Window) guided(content fyne.CanvasObject) fyne.CanvasObject {
	w.tour = tour{corner: container.NewStack()}
	return container.NewStack(content, w.tour.corner)
}
