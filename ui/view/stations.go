package view

import (
	"fmt"
	"time"

	"opsledger/app"
	"opsledger/app/ledger"
	"opsledger/app/rule/score"
)

// StationLine is a line of the figures by station, region or system.
type StationLine struct {
	Label   string
	Tickets string
	Open    string
	Overdue string
	Late    bool   // some are overdue
	Rate    string // 97.5%, — where none was due yet
	Percent int    // of it, whole
	Filter  app.Filter
}

// StationLines write them.
func StationLines(list []app.StationRow) []StationLine {
	out := make([]StationLine, len(list))
	for i, s := range list {
		out[i] = StationLine{Label: s.Label, Tickets: count(s.Tickets), Open: count(s.Open), Overdue: count(s.Overdue), Late: s.Overdue > 0, Rate: "—", Filter: s.Filter}
		if s.Percent != "" {
			out[i].Rate = s.Percent + "%"
			out[i].Percent = 100 * s.OnTime / s.Fallen
		}
	}
	return out
}

// StationsNote says what the figures count.
func StationsNote(s app.Stations) string {
	note := fmt.Sprintf("%s 以来到达的工单，截至 %s；站点是最先登记的设备", s.From, s.AsOf.In(ledger.Zone).Format("01-02 15:04"))
	if s.Older > 0 {
		note += fmt.Sprintf("；另有 %d 张以前到达、还没办结", s.Older)
	}
	return note
}

// OmittedLine is a fact told after a file it could have stood in.
type OmittedLine struct {
	Kind, Record string
	Number       string
	What         string // 到达时间 03-12 09:00
	When         string // 03-13 11:00 写入，在 03-12 17:00 的包之后
	Who          string
}

// OmittedLines write them.
func OmittedLines(list []app.Omitted, now time.Time) []OmittedLine {
	at := func(t time.Time) string { return Moment(ledger.FormatTime(t), now) }
	out := make([]OmittedLine, len(list))
	for i, b := range list {
		out[i] = OmittedLine{Kind: b.Kind, Record: string(b.Record), Number: b.Number, What: b.Label + "：" + b.Field + " " + at(b.Fact), When: at(b.Written) + " 写入，" + at(b.Closed) + " 的包里没有", Who: b.Actor + "，" + b.Device}
	}
	return out
}

// CardLine is one contract's score among several.
type CardLine struct {
	Name, Contract         string
	Self, Center, Total    string
	Fee, Forecast, Pending string
	AsOf                   string
}

// CardLineOf writes a contract's score for comparing it.
func CardLineOf(name string, c score.Card) CardLine {
	l := CardLine{Name: name, Contract: c.Contract, Self: decimal(c.Self), Center: "—", Total: decimal(c.Total), Fee: decimal(c.FeeCut) + "%", Forecast: "—", Pending: fmt.Sprint(c.Pending), AsOf: c.AsOf.In(ledger.Zone).Format("2006-01-02")}
	if c.Center != nil {
		l.Center = decimal(*c.Center)
	}
	if c.Forecast != nil {
		l.Forecast = decimal(c.Forecast.Total)
	}
	return l
}
