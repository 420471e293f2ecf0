package screens

import (
	"fmt"
	"path/filepath"
	"strings"

	"fyne.io/fyne/v2"

	"opsledger/app/rule/worktime"
	"opsledger/assets"
	"opsledger/ui/theme"
	"opsledger/ui/widgets"
)

func (r *FirstRun) placePage() fyne.CanvasObject {
	words := widgets.Stack(2, widgets.Body(r.gate.Dir()).Cut(), widgets.NewText("存放位置", theme.SizeHelp, theme.Text2))
	change := widgets.NewButton("更改…", "folder-open", widgets.Usual, func() { chooseFolder(r.frame, r.gate.Files(), filepath.Dir(r.gate.Dir()), r.Put) })
	place := widgets.Row(12, widgets.Fixed(widgets.NewPicture("folder", theme.Primary, 18)), widgets.Grow(words), widgets.Fixed(change))
	return widgets.Stack(20, widgets.Stack(8, widgets.On(widgets.NewPanel(theme.Sunken, theme.Border, 8), widgets.Inset(12, 16, place)),
		widgets.NewParagraph("请放在本机硬盘，不要放在网络盘或 U 盘。已有台账时，选它所在的文件夹就直接打开。", theme.SizeHelp, theme.Text3)), r.fields[r.Name])
}

// Put takes another folder for the store; one that holds a store already is opened instead.
func (r *FirstRun) Put(dir string) {
	r.said.Clear()
	if err := r.gate.Choose(dir); err != nil {
		refuse(r.said, err)
	} else if r.gate.Exists() {
		r.frame.Knock()
		return
	}
	r.turn(askPlace)
}

func (r *FirstRun) accountPage() fyne.CanvasObject {
	return widgets.Stack(16, r.fields[r.User], widgets.Stack(8, r.fields[r.Password], r.strength.drawn), r.fields[r.Again],
		widgets.NewBanner(widgets.Going, "info-circle", "没有人能替你找回口令。建立之后会给出恢复密钥，请打印后锁进柜子。", nil, false))
}

func (r *FirstRun) contractPage() fyne.CanvasObject {
	days := widgets.Row(16, widgets.Grow(widgets.Stack(0, r.fields[r.Start])), widgets.Grow(widgets.Stack(0, r.fields[r.End])))
	r.tellYears()
	return widgets.Stack(18, days, r.fields[r.Hours], r.years,
		widgets.NewBanner(widgets.Soon, "alert-triangle", "按下“建立台账”，就是确认合同期限、工作时段和工作日历与合同一致。", nil, false))
}

// tellYears says which holiday data the contract's years go by.
func (r *FirstRun) tellYears() {
	var lines []string
	for _, raw := range assets.CalendarYears() {
		y, err := worktime.ParseYear(raw)
		if year := fmt.Sprint(y.Year); err == nil && year >= yearOf(r.Start) && year <= yearOf(r.End) {
			lines = append(lines, fmt.Sprintf("%s 年工作日历：放假 %d 天，调休上班 %d 天（%s）", year, len(y.Holidays), len(y.Workdays), y.Source))
		}
	}
	if len(lines) == 0 {
		lines = []string{"合同期内还没有节假日数据：先按周一至周五算工作日，公布放假安排后在“设置 — 工作日历”导入。"}
	}
	r.years.Set(strings.Join(lines, "\n"))
}

// yearOf is the year of a day typed; "" where it is none.
func yearOf(d *widgets.DateEntry) string {
	if at := d.When(); !at.IsZero() {
		return at.Format("2006")
	}
	return ""
}
