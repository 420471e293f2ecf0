package screens

import (
	"context"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"opsledger/app"
	"opsledger/ui/theme"
	"opsledger/ui/view"
	"opsledger/ui/widgets"
)

// staked is what the score was reckoned to last, kept while the store is open: it takes long, and a person comes back to the first
// screen often.
type staked struct {
	stakes *app.Stakes // nil: not yet
	stop   func()      // of a reckoning under way, nil none
	turn   int         // the reckoning asked for last: what an earlier one gives is not shown
}

// stale is after how long the score is reckoned anew though nothing was written: clocks run on.
const stale = 5 * time.Minute

// stake gives the score and its threats: at first, where it was reckoned before, as it was then, and once it is known anew.
func (d *Desk) stake(o app.Overview, show func(st app.Stakes, again bool, err error)) {
	if d.staked.stop != nil {
		d.staked.stop()
	}
	d.staked.turn++
	had, turn := d.staked.stakes, d.staked.turn
	if had != nil {
		show(*had, true, nil)
	}
	d.staked.stop = run(d, func(ctx context.Context) (app.Stakes, error) {
		if had != nil && o.AsOf.Sub(had.Card.AsOf) < stale {
			if mark, err := d.Standing(ctx); err == nil && mark == had.Marked {
				return *had, nil
			}
		}
		return d.Stakes(ctx, o)
	}, func(st app.Stakes, err error) {
		if turn != d.staked.turn {
			return
		}
		d.staked.stop = nil
		if err == nil {
			d.staked.stakes = &st
		}
		show(st, false, err)
	})
}

// soFar is the score of the contract year so far, what it means for the fee, and what has cost most.
func (s *Dashboard) soFar(st app.Stakes, again bool) fyne.CanvasObject {
	if !st.Year {
		return widgets.Card("合同年度得分", s.to("合同", "contract"), container.NewCenter(widgets.NewParagraph("还没有设定合同年度，不能计分", theme.SizeHelp, theme.Text2).Centre()))
	}
	f := view.ScoreNow(st)
	figure := func(label, number string, size float32) fyne.CanvasObject {
		return widgets.Stack(0, widgets.NewText(label, theme.SizeHelp, theme.Text2), widgets.Title(number, size))
	}
	numbers := widgets.Row(16, widgets.Fixed(figure("得分（"+f.Base+" 分制）", f.Total, theme.SizeFigure)), widgets.Fixed(figure("中心评", f.Center, theme.SizePage)), widgets.Fixed(figure("年终预测", f.Ahead, theme.SizePage)), widgets.Grow(widgets.Spring()))
	ink := inkOf(f.Tone)
	rows := []fyne.CanvasObject{numbers, widgets.Inset(3, 0, widgets.Gauge(f.Gained, f.Most, ink)), widgets.NewParagraph(f.Fee, theme.SizeHelp, ink), widgets.Inset(2, 0, widgets.Rule())}
	if f.Costs == nil {
		rows = append(rows, widgets.Help("还没有扣分"))
	} else {
		rows = append(rows, widgets.Help("扣得最多"))
	}
	for _, c := range f.Costs {
		line := widgets.Row(8, widgets.Wide(24, widgets.Help(c.ID)), widgets.Grow(widgets.Body(c.Title).Cut()), widgets.Fixed(widgets.NewText(c.Points, theme.SizeBody, theme.Red).Bold()))
		rows = append(rows, widgets.NewSpot(widgets.Tall(24, line), 4, func() { s.frame.Open("score", "#"+c.ID) }))
	}
	when := f.AsOf
	if again {
		when += "，正在重新计分…"
	}
	rows = append(rows, widgets.Help(when))
	return widgets.Card("合同年度得分", s.to("打开考核", "score"), widgets.Scrolled(widgets.InsetEach(0, 8, 0, 0, widgets.Stack(3, rows...))))
}

// threats are what would cost points, dearest first; a line opens what it is about.
func (s *Dashboard) threats(st app.Stakes) fyne.CanvasObject {
	lines, summary := view.Stakes(st, s.overview)
	if len(lines) == 0 {
		words := "七天之内没有会扣分的事项"
		switch {
		case !st.Year:
			words = "没有合同年度，没有可扣的分"
		case st.Card.Closed != nil:
			words = "本年度已结账，得分不再变动"
		}
		return widgets.Card("得分受到的威胁", nil, container.NewCenter(widgets.Help(words)))
	}
	var rows []fyne.CanvasObject
	for _, l := range lines[:min(len(lines), shownDues)] {
		words := widgets.Stack(0, widgets.Body(l.Title).Cut(), widgets.Help(l.Why).Cut())
		line := widgets.Row(8, widgets.Fixed(widgets.NewPicture(l.Icon, inkOf(l.Tone), 14)), widgets.Part{CanvasObject: words, Weight: 1}, widgets.Wide(40, widgets.NewText(l.Points, theme.SizeBody, theme.Red).Bold().Right()))
		rows = append(rows, widgets.NewSpot(widgets.Tall(40, line), 4, func() { s.openStake(st.List[l.At]) }))
	}
	if more := len(lines) - shownDues; more > 0 {
		rows = append(rows, widgets.Inset(4, 0, widgets.Help("另有 "+digits(more)+" 项")))
	}
	return widgets.Card("得分受到的威胁", widgets.NewText(summary, theme.SizeHelp, theme.Text2), widgets.Scrolled(widgets.InsetEach(0, 8, 0, 0, widgets.Stack(0, rows...))))
}

// openStake opens the record a threat is about, the place where it is done, or the tickets behind it.
func (s *Dashboard) openStake(x app.Stake) {
	if x.Filter != nil {
		s.frame.OpenList("ticket", *x.Filter)
		return
	}
	OpenDue(s.frame, s.desk, x.Item)
}
