package widgets

import (
	"image"
	"image/color"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"

	"opsledger/ui/theme"
)

func rates(over int) []Point {
	values := []float64{2.4, 2.55, 2.3, 2.83, 3.22, 3.62, 3.3, 2.9, 2.7, 2.72, 2.85, 3.11}
	out := make([]Point, len(values))
	for i, v := range values {
		out[i] = Point{Label: []string{"36", "37", "38", "39", "40", "41", "42", "43", "44", "45", "46", "47 周"}[i], Value: v, Text: []string{"2.40%", "2.55%", "2.30%", "2.83%", "3.22%", "3.62%", "3.30%", "2.90%", "2.70%", "2.72%", "2.85%", "3.11%"}[i], Over: i == over}
	}
	return out
}

func TestALineOfRates(t *testing.T) {
	look(t, "linechart", fyne.NewSize(540, 520), func() fyne.CanvasObject {
		told := NewLineChart(rates(11), 3.5, "上限 3.5%", "%", nil)
		told.told = 5
		return Inset(12, 12, Column(12, Grow(Card("每周在途率", Help("第 41 周超线，扣 1 分"), NewLineChart(rates(5), 3.5, "上限 3.5%（严格大于才扣）", "%", nil))), Grow(Card("指着一点", nil, told))))
	})
}

func TestBarsAndPillars(t *testing.T) {
	states := []Bar{{Icon: "st-open", Label: "待签收", Value: 5}, {Icon: "st-doing", Label: "处理中", Value: 38, Tint: Going}, {Icon: "circle-arrow-up", Label: "等待省厅", Value: 8, Tint: Waits},
		{Icon: "st-pause", Label: "已挂起", Value: 0}, {Icon: "help-circle", Label: "待评估", Value: 1, Tint: Soon, OnTapped: func() {}}}
	look(t, "bars", fyne.NewSize(640, 420), func() fyne.CanvasObject {
		return Inset(12, 12, Column(12, Grow(Row(12, Grow(Card("在途工单按状态", nil, Bars(states))), Grow(Card("按状态", nil, Pillars(states))))), Grow(Card("组成", nil, Donut(states, "52")))))
	})
}

func TestFiguresAndWhatIsDue(t *testing.T) {
	look(t, "figures", fyne.NewSize(760, 320), func() fyne.CanvasObject {
		held := NewSpot(NewDueRow(Due{Icon: "clock", Rest: "剩 2 小时 48 分", Kind: "24小时预警", Title: "焦点在这一行", When: "今天 18:00"}), 0, func() {}).(*Spot)
		held.FocusGained()
		list := Stack(0, Band("已超期 1"), NewDueRow(Due{Icon: "alert-circle", Tint: Bad, Rest: "超 2 工作日", Kind: "考核时限", Title: "GD-2026-002291 企业职工养老补缴记录到账后未生成缴费明细，涉及多个单位多个年度，需要逐一核对", Clause: "工单(2)", Person: "陈立", When: "11-18 10:20"}),
			Band("今天 2"), NewDueRow(Due{Icon: "alarm", Tint: Soon, Rest: "剩 1 小时 20 分", Kind: "考核时限", Title: "退休人员社区化服务迁移", Person: "铉敏", When: "今天 16:32"}), held)
		return Inset(12, 12, Column(12, Fixed(Row(12, Grow(NewFigure(Figure{Label: "在途工单", Number: "72", Unit: "张", Icon: "trending-up", Note: "较上周四 +6"})),
			Grow(NewFigure(Figure{Label: "今天到期", Number: "6", Unit: "项", Icon: "alarm", Note: "1 项不足 2 小时", Tint: Soon, OnTapped: func() {}})),
			Grow(NewFigure(Figure{Label: "已超期", Number: "2", Unit: "张", Icon: "alert-circle", Note: "共延误 3 个工作日", Tint: Bad})))), Grow(On(NewPanel(theme.Surface, theme.Border, 8), Inset(1, 1, list)))))
	})
}

func TestATimelineWithClocksAndValues(t *testing.T) {
	look(t, "timeline", fyne.NewSize(400, 560), func() fyne.CanvasObject {
		return Inset(12, 12, Column(12,
			Fixed(ClockRow("alarm", "24 小时报评估", "剩 2 小时 48 分", Soon, 0.66, "周五 10:05 到达，满 24 小时是周六 10:05；周六不上班，请在今天 18:00 前报信息中心评估。")),
			Fixed(ClockRow("clock", "办结时限", "剩 5 工时 25 分", Going, 0.33, "周五 10:05 到达，加 1 个工作日为下周一 10:05。")), Fixed(Rule()),
			Fixed(KeyValues([]KeyValue{{"系统", "社会保险系统"}, {"区域", "润州区"}, {"险种", "失业"}, {"申请人", "李*芳 138****2077"}, {"类别", "错误数据处理"}})), Fixed(Rule()),
			Fixed(Timeline([]Event{{Day: "今天", Icon: "pencil", Tint: Going, Title: "修改字段", Who: "陈立", Time: "14:20", Text: "影响人数：3 → 4；险种：空 → 失业。数据局已回传 4 人发放明细，另有 2026-11-18 的附件 1 个，编号 GD-2026-002331。"},
				{Day: "今天", Icon: "st-pause", Title: "挂起", Who: "陈立", Time: "10:58", Text: "原因：等待第三方（数据局）。"}, {Day: "11-18", Icon: "check", Tint: Good, Title: "签收", Who: "陈立", Time: "10:43"}}))))
	})
}

func TestAPageOfADocument(t *testing.T) {
	look(t, "preview", fyne.NewSize(420, 420), func() fyne.CanvasObject {
		p := NewPagePreview(nil)
		p.SetPage(sheet(), 1, 3)
		p.SetLoading()
		return p
	})
}

func sheet() image.Image {
	img := image.NewGray(image.Rect(0, 0, 210, 297))
	for i := range img.Pix {
		img.Pix[i] = 0xFF
	}
	for y := 30; y < 260; y += 10 {
		for x := 25; x < 185; x++ {
			img.SetGray(x, y, color.Gray{Y: 0x60})
		}
	}
	return img
}

func TestWordsOfAChartDoNotMeet(t *testing.T) {
	test.NewTempApp(t).Settings().SetTheme(theme.Theme{})
	for over := range 12 {
		for _, width := range []float32{220, 300, 540, 900} {
			c := NewLineChart(rates(over), 3.5, "上限 3.5%（严格大于才扣）", "%", nil)
			c.Resize(fyne.NewSize(width, 190))
			var texts []*canvas.Text
			for _, o := range test.WidgetRenderer(c).Objects() {
				if s, ok := o.(*canvas.Text); ok {
					texts = append(texts, s)
				}
			}
			for i, a := range texts {
				for _, b := range texts[:i] {
					if (box{a.Position().X, a.Position().Y, a.Size().Width, a.Size().Height}).meets(box{b.Position().X, b.Position().Y, b.Size().Width, b.Size().Height}) {
						t.Errorf("%v wide, over at %d: %q meets %q", width, over, a.Text, b.Text)
					}
				}
			}
		}
	}
}

func TestAPointOfALineIsToldAndOpened(t *testing.T) {
	test.NewTempApp(t).Settings().SetTheme(theme.Theme{})
	opened := -1
	c := NewLineChart(rates(5), 3.5, "上限", "%", func(i int) { opened = i })
	c.Resize(fyne.NewSize(540, 200))
	at := fyne.NewPos(c.plot.x(5, 12)+3, 100)
	c.MouseMoved(&desktop.MouseEvent{PointEvent: fyne.PointEvent{Position: at}})
	if c.Told() != 5 {
		t.Errorf("told %d", c.Told())
	}
	test.TapAt(c, at)
	if opened != 5 {
		t.Errorf("opened %d", opened)
	}
	c.MouseOut()
	c.FocusGained()
	for _, k := range []fyne.KeyName{fyne.KeyRight, fyne.KeyLeft, fyne.KeyLeft, fyne.KeyReturn} {
		c.TypedKey(&fyne.KeyEvent{Name: k})
	}
	if opened != 9 {
		t.Errorf("by keys %d", opened)
	}
	c.FocusLost()
	NewLineChart(nil, 3.5, "上限", "%", nil).Resize(fyne.NewSize(300, 200))
	if c.Told() != -1 {
		t.Error("a point is told that nobody points at")
	}
}

func TestABarOpensItsRecordsByPointerAndKeys(t *testing.T) {
	test.NewTempApp(t).Settings().SetTheme(theme.Theme{})
	n := 0
	w := test.NewTempWindow(t, Bars([]Bar{{Label: "丹徒区", Value: 3, OnTapped: func() { n++ }}, {Label: "京口区", Value: 1}}))
	w.Resize(fyne.NewSize(300, 100))
	spots := 0
	for _, o := range test.LaidOutObjects(w.Canvas().Content()) {
		if s, ok := o.(*Spot); ok {
			spots++
			test.Tap(s)
			s.TypedKey(&fyne.KeyEvent{Name: fyne.KeySpace})
			s.TypedKey(&fyne.KeyEvent{Name: fyne.KeyTab})
		}
	}
	if n != 2 || spots != 1 {
		t.Errorf("opened %d times, %d can be pressed", n, spots)
	}
}

func TestARingIsOpenedWhereItIsTapped(t *testing.T) {
	test.NewTempApp(t).Settings().SetTheme(theme.Theme{})
	opened := ""
	of := func(name string) func() { return func() { opened = name } }
	d := &donut{list: []Bar{{Value: 1, OnTapped: of("first")}, {Value: 3, OnTapped: of("second")}}}
	d.ExtendBaseWidget(d)
	d.Resize(fyne.NewSquareSize(donutSize))
	for at, want := range map[fyne.Position]string{{X: 100, Y: 30}: "first", {X: 30, Y: 100}: "second", {X: 66, Y: 66}: ""} {
		opened = ""
		test.TapAt(d, at)
		if opened != want {
			t.Errorf("at %v: %q", at, opened)
		}
	}
}

func TestWhatFollowsAParagraphStandsBelowIt(t *testing.T) {
	test.NewTempApp(t).Settings().SetTheme(theme.Theme{})
	text := "应完 2026-03-12 10:05（下一工作日同一钟点），编号 GD-2026-002331；已延误 2 个工作日。"
	p := NewParagraph(text, 12, theme.Text)
	column := Column(0, Fixed(Row(8, Grow(p))), Fixed(Body("下一行")))
	column.Resize(fyne.NewSize(120, 400))
	if below := column.Objects[1].Position().Y; below < 80 || below != p.MinSize().Height {
		t.Errorf("what follows stands at %v, the text is %v high", below, p.MinSize().Height)
	}
}

func TestPagesAreTurnedWithinTheDocument(t *testing.T) {
	test.NewTempApp(t).Settings().SetTheme(theme.Theme{})
	asked, wide := 0, 0
	p := NewPagePreview(func(page, width int) { asked, wide = page, width })
	w := test.NewTempWindow(t, p)
	w.SetPadded(false)
	w.Resize(fyne.NewSize(400, 400))
	if asked != 1 || wide != 400-2*paperMargin {
		t.Errorf("the first page asked for is %d, %d pixels wide", asked, wide)
	}
	asked = 0
	p.Turn(1)
	if asked != 0 || !p.next.Disabled() {
		t.Error("a page of nothing was asked for")
	}
	p.SetPage(sheet(), 2, 2)
	test.Tap(p.next)
	test.Tap(p.back)
	if asked != 1 || p.count.Value() != "2 / 2" {
		t.Errorf("asked for %d, shows %s", asked, p.count.Value())
	}
	full := p.paper.MinSize().Height
	test.Tap(p.zoom)
	if p.paper.MinSize().Height >= full {
		t.Error("the whole page is as high as at full width")
	}
	if asked != 2 || wide >= 300 {
		t.Errorf("page %d is asked for again, %d pixels wide", asked, wide)
	}
	w.Canvas().Focus(p.paper)
	p.paper.TypedKey(&fyne.KeyEvent{Name: fyne.KeyPageUp})
	if asked != 1 {
		t.Errorf("the key asks for %d", asked)
	}
	test.Tap(p.zoom)
	p.paper.TypedKey(&fyne.KeyEvent{Name: fyne.KeyDown})
	if p.scroll.Offset.Y != pageStep {
		t.Errorf("the key scrolls to %v", p.scroll.Offset)
	}
	p.SetPage(sheet(), 1, 2)
	if p.scroll.Offset.Y != 0 {
		t.Error("another page is not shown from its top")
	}
}

func TestAValueIsNeverCut(t *testing.T) {
	test.NewTempApp(t).Settings().SetTheme(theme.Theme{})
	hash := strings.Repeat("0123456789abcdef", 4)
	c := KeyValues([]KeyValue{{"工单号", "GD20260310000057"}, {"区域", "京口区"}, {"险种", "失业"}, {"脚本 SHA-256", hash}, {"月报、月检期限（月后工作日）", "5"}, {"渠道", "电话"}}).(*fyne.Container)
	c.Resize(fyne.NewSize(372, 400))
	at := func(i int) (key, words fyne.CanvasObject) { return c.Objects[2*i], c.Objects[2*i+1] }
	for i := range len(c.Objects) / 2 {
		key, value := at(i)
		words := value.(*Paragraph)
		if k := key.(*Text); extent(k.Value(), theme.SizeHelp, false).Width > key.Size().Width {
			t.Errorf("%s is cut", k.Value())
		}
		for _, line := range words.Lines() {
			if extent(line, theme.SizeBody, false).Width > words.Size().Width+1 || words.Position().X+words.Size().Width > 372 {
				t.Errorf("%q has %v at %v", line, words.Size(), words.Position())
			}
		}
	}
	rows := make([]float32, len(c.Objects)/2)
	for i := range rows {
		key, _ := at(i)
		rows[i] = key.Position().Y
	}
	if want := []float32{0, 26, 26, 52, 98, 124}; !slices.Equal(rows, want) || c.MinSize().Height != 150 {
		t.Errorf("rows at %v, %v high", rows, c.MinSize())
	}
}

func TestWhatThereIsNoRoomForIsLeftOut(t *testing.T) {
	first, other := Tall(20, Body("上")), Tall(60, Body("下"))
	box := Roomy(100, 12, first, other)
	for height, seen := range map[float32]bool{171: false, 172: true, 400: true} {
		box.Resize(fyne.NewSize(200, height))
		if other.Visible() != seen {
			t.Errorf("at %g the other is seen: %t", height, other.Visible())
		}
		if want := map[bool]float32{true: 100, false: height}[seen]; first.Size().Height != want {
			t.Errorf("at %g the first is %g high, want %g", height, first.Size().Height, want)
		}
	}
}
