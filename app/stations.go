package app

import (
	"cmp"
	"context"
	"slices"
	"time"

	"opsledger/app/ledger"
	"opsledger/app/rule/sla"
)

// Stations are the figures of the tickets that arrived in a contract year, over all devices that write this ledger.
type Stations struct {
	From      ledger.Day   `json:"from"`
	AsOf      time.Time    `json:"as_of"`
	Older     int          `json:"older"` // arrived before it and still open: in no other figure
	All       StationRow   `json:"all"`
	ByStation []StationRow `json:"stations"` // by the device that first wrote of them
	ByRegion  []StationRow `json:"regions"`
	BySystem  []StationRow `json:"systems"`
}

// StationRow is one line of them.
type StationRow struct {
	Label   string `json:"label"`
	Tickets int    `json:"tickets"`
	Open    int    `json:"open"`    // not resolved
	Overdue int    `json:"overdue"` // of those, past their assessed due (R131)
	Fallen  int    `json:"fallen"`  // due by now, resolved or not
	OnTime  int    `json:"on_time"` // of those, resolved by their due
	Percent string `json:"percent"` // on time of those due (R133), "" where none was
	Filter  Filter `json:"-"`       // finds them; zero where no condition says so
}

// Stations reckons them as of now: of the contract year under way, or where there is none of the calendar year.
func (a *App) Stations(ctx context.Context) (out Stations, err error) {
	out.AsOf = a.Now().Truncate(time.Second)
	err = a.Store.View(ctx, func(r Reader) error {
		out.From = ledger.Day(out.AsOf.In(ledger.Zone).Format("2006") + "-01-01")
		years, err := contracts(ctx, r)
		if err != nil {
			return err
		}
		if y := at(years, dayOf(out.AsOf)); y != nil {
			out.From = y.Start
		}
		return a.countStations(ctx, r, &out)
	})
	return out, err
}

// stationCount gathers the rows.
type stationCount struct {
	all                       StationRow
	stations, regions, system map[string]*StationRow
}

func (a *App) countStations(ctx context.Context, r Reader, out *Stations) error {
	cal, policy, err := a.timing(ctx, r)
	if err != nil {
		return err
	}
	began, err := r.Began(ctx, "ticket")
	if err != nil {
		return err
	}
	names, err := deviceNames(ctx, r)
	if err != nil {
		return err
	}
	dicts, err := a.Dictionaries(ctx, r)
	if err != nil {
		return err
	}
	c := stationCount{all: StationRow{Label: "合计"}, stations: map[string]*StationRow{}, regions: map[string]*StationRow{}, system: map[string]*StationRow{}}
	since := midnight(out.From)
	err = a.eachTicket(ctx, r, nil, func(t Ticket) error {
		facts := t.Facts.AsOf(out.AsOf)
		switch {
		case facts.Arrived.IsZero() || facts.Arrived.After(out.AsOf):
			return nil
		case facts.Arrived.Before(since):
			if facts.Resolved.IsZero() {
				out.Older++
			}
			return nil
		}
		clock, err := sla.Assess(facts, cal, policy(facts.Arrived), out.AsOf)
		if err != nil {
			return err
		}
		device := cmp.Or(names[began[t.ID]], "未知设备")
		region, system := cmp.Or(dicts.Label("region", t.Region), "未填"), cmp.Or(dicts.Label("system", t.System), "未填")
		for _, row := range []*StationRow{&c.all, rowOf(c.stations, device, Filter{}), rowOf(c.regions, region, out.filter("region", region)), rowOf(c.system, system, out.filter("system", system))} {
			row.count(clock, facts.Resolved.IsZero(), out.AsOf)
		}
		return nil
	})
	out.All, out.ByStation, out.ByRegion, out.BySystem = c.all.rated(), ranked(c.stations), ranked(c.regions), ranked(c.system)
	return err
}

func (s *Stations) filter(key, label string) Filter {
	return Filter{Where: []string{is(key, label), "arrived>=" + string(s.From), notVoid()}}
}

func rowOf(rows map[string]*StationRow, label string, f Filter) *StationRow {
	if rows[label] == nil {
		rows[label] = &StationRow{Label: label, Filter: f}
	}
	return rows[label]
}

func (s *StationRow) count(c sla.Clock, open bool, now time.Time) {
	s.Tickets++
	if open {
		s.Open++
	}
	if open && c.State == sla.Overdue {
		s.Overdue++
	}
	if !c.Due.IsZero() && !c.Due.After(now) {
		s.Fallen++
		if c.OnTime() {
			s.OnTime++
		}
	}
}

func (s StationRow) rated() StationRow {
	s.Percent = ledger.Percent(int64(s.OnTime), int64(s.Fallen))
	return s
}

func ranked(rows map[string]*StationRow) []StationRow {
	out := []StationRow{}
	for _, row := range rows {
		out = append(out, row.rated())
	}
	slices.SortFunc(out, func(x, y StationRow) int { return cmp.Or(y.Tickets-x.Tickets, cmp.Compare(x.Label, y.Label)) })
	return out
}

// deviceNames are the devices by the feed they write; one that began a new feed keeps its name.
func deviceNames(ctx context.Context, r Reader) (map[ledger.FeedID]string, error) {
	roster, err := r.Roster(ctx)
	if err != nil {
		return nil, err
	}
	out := map[ledger.FeedID]string{}
	for _, c := range roster.Certificates() {
		out[c.Feed] = c.Device
	}
	heads, err := r.Heads(ctx)
	if err != nil {
		return nil, err
	}
	for _, h := range heads {
		if out[h.Feed] != "" {
			continue
		}
		s, _, err := r.Commit(ctx, h.Hash)
		if err != nil {
			return nil, err
		}
		if s != nil {
			c, _ := roster.Certificate(s.Actor)
			out[h.Feed] = c.Device
		}
	}
	return out, nil
}
