package demo

import (
	"bytes"
	"context"
	"image"
	"image/color"
	"image/png"
	"time"

	"opsledger/app"
)

// extended waits for others within a time limit that was granted on paper.
func extended(t *tale, y *year) []event {
	asked, ruled, due := y.extension(t)
	out := append(t.askExtension(asked, due), t.ruled(ruled, "延期批复", "grant-extension", values{"due": stamp(due), "opinion": "同意延期"})...)
	return append(out, t.solve()...)
}

func notExtended(t *tale, y *year) []event {
	asked, ruled, due := y.extension(t)
	out := append(t.askExtension(asked, due), t.ruled(ruled, "延期批复", "deny-extension", values{"opinion": "工作量依据不足，请按期处理"})...)
	return append(out, t.solve()...)
}

// extension draws when more time is asked, granted, and until when: mostly enough.
func (y *year) extension(t *tale) (asked, ruled, due time.Time) {
	asked = y.later(t.responded, y.hours(0.5, 3))
	ruled = y.later(asked, y.hours(5, 14))
	switch {
	case !t.done():
		due = y.later(y.now, time.Duration(y.IntN(14)-1)*workday+y.hours(0, 7))
	case y.one(25):
		due = y.later(t.resolved, -y.hours(9, 18))
	default:
		due = y.later(t.resolved, y.hours(0.5, 20))
	}
	if !due.After(asked) {
		due = y.later(asked, 2*workday)
	}
	return asked, ruled, due
}

func (t *tale) askExtension(asked, due time.Time) []event {
	return []event{t.step(asked, "request-extension", values{"requested": stamp(asked), "reason": "涉及省端程序调整和历史数据核对，一个工作日内无法完成。", "workload": "约3人日", "proposed": stamp(due)})}
}

// held waits for others, paused; that it was not our doing is granted on paper.
func held(t *tale, y *year) []event {
	return y.hold(t, "grant-excuse", values{"opinion": "情况属实，予以免责"})
}

func notExcused(t *tale, y *year) []event {
	return y.hold(t, "deny-excuse", values{"opinion": "已具备处理条件而未及时处理，不予免责"})
}

// hold pauses a ticket until shortly before its end.
func (y *year) hold(t *tale, ruling string, v values) []event {
	from := y.later(t.responded, y.hours(0.3, 2))
	code := pick(y.chance, []string{"等待省厅", "等待省厅", "等待用户", "等待第三方"})
	if t.delay = ""; t.done() && t.resolved.Sub(t.responded) > 24*time.Hour {
		t.delay = map[string]string{"等待省厅": "省厅原因", "等待用户": "用户原因", "等待第三方": "第三方"}[code]
	}
	claimed := y.later(from, time.Hour)
	out := []event{t.step(from, "suspend", values{"suspended": stamp(from), "suspend_code": code, "reason": "已提交，待对方处理", "evidence": "协作单截图"}),
		t.step(claimed, "claim-excuse", values{"claimed": stamp(claimed), "excuse_code": code, "evidence": "协作单及回复截图"})}
	if !y.one(8) { // most tell in time that it will take longer; the others are warned of after a day
		out = append(out, t.askExtension(claimed.Add(3*time.Minute), y.later(claimed, 10*workday))...)
	}
	out = append(out, t.ruled(y.later(claimed, y.hours(6, 20)), "免责认定", ruling, v)...)
	t.paused = [2]time.Time{from, {}}
	if !t.done() {
		return out
	}
	t.paused[1] = y.later(t.resolved, -time.Hour)
	out = append(out, t.step(t.paused[1], "resume", values{"resumed": stamp(t.paused[1]), "reason": "对方已答复"}))
	return append(out, t.solve()...)
}

func forgiven(t *tale, y *year) []event {
	return y.excused(t, "grant-excuse", values{"opinion": "经核实为非运维原因，予以免责"})
}

func unforgiven(t *tale, y *year) []event {
	return y.excused(t, "deny-excuse", values{"opinion": "依据不足，不予免责"})
}

// excused asks after the end that the delay be not counted against us.
func (y *year) excused(t *tale, ruling string, v values) []event {
	t.delay = "省厅原因"
	claimed := y.later(t.resolved, y.hours(0.5, 3))
	out := append(t.solve(), t.step(claimed, "claim-excuse", values{"claimed": stamp(claimed), "excuse_code": "等待省厅", "evidence": "省端回复邮件", "reason": "省端版本发布晚于时限"}))
	return append(out, t.ruled(y.later(claimed, y.hours(4, 16)), "免责认定", ruling, v)...)
}

// ruled attaches the scan of a paper and enters what it says.
func (t *tale) ruled(at time.Time, name, ruling string, v values) []event {
	file := name + "-" + at.Format(time.DateOnly) + ".png"
	v["ruled"], v["paper"], v["paper_date"] = stamp(at), file, at.Format(time.DateOnly)
	return []event{{at, func(ctx context.Context, p *play) error {
		_, err := p.s.Attach(ctx, "ticket", t.key(), app.File{Name: file, Data: scan(at)})
		return err
	}}, t.step(at.Add(time.Minute), ruling, v)}
}

// scan draws what a small scan of a letter might be: a red head, lines of writing, a seal. Each day's is its own.
func scan(at time.Time) []byte {
	red, black := uint8(1), uint8(2)
	img := image.NewPaletted(image.Rect(0, 0, 210, 297), color.Palette{color.White, color.RGBA{200, 30, 30, 255}, color.RGBA{60, 60, 60, 255}})
	line := func(x, y, width, height int, c uint8) {
		for dy := range height {
			for dx := range width {
				img.SetColorIndex(x+dx, y+dy, c)
			}
		}
	}
	line(30, 30, 150, 6, red)
	line(20, 44, 170, 2, red)
	for i := range 11 {
		line(28, 64+12*i, 90+(at.YearDay()*7+i*37)%64, 3, black)
	}
	for y := range 40 {
		for x := range 40 {
			if d := (x-20)*(x-20) + (y-20)*(y-20); d < 400 && d > 300 {
				img.SetColorIndex(130+x, 220+y, red)
			}
		}
	}
	var b bytes.Buffer
	if err := png.Encode(&b, img); err != nil {
		return nil // a buffer takes all
	}
	return b.Bytes()
}
