package app

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"slices"

	"opsledger/app/fault"
	"opsledger/app/ledger"
)

// Trouble is what can be wrong with a device of this ledger.
type Trouble string

// Troubles.
const (
	RolledBack  Trouble = "rolled_back"  // 回退: its later file no longer holds what an earlier one did
	Forked      Trouble = "forked"       // 分叉: its feed goes on in two ways
	OwnLost     Trouble = "own_lost"     // 本机回退: another has what this PC wrote itself and did not have
	Intruded    Trouble = "intruded"     // 冒写: another device's key wrote in this PC's feed
	Revived     Trouble = "revived"      // 复用: it was replaced, and still writes
	SameStation Trouble = "same_station" // 编号相同: two devices give the same running numbers
)

// Alarm is something wrong with a device that a person must see to. It is this PC's own note, no part of the ledger.
type Alarm struct {
	ID      string        `json:"id"`
	Kind    Trouble       `json:"kind"`
	Feed    ledger.FeedID `json:"feed"`
	Device  string        `json:"device"`
	Other   string        `json:"other,omitempty"`   // the other device, where two are meant
	Station string        `json:"station,omitempty"` // the number both have
	Number  int64         `json:"number,omitempty"`  // of the file, or of the first commit that stands twice or was lost
	Count   int           `json:"count,omitempty"`   // lost commits that came back with it
	Done    bool          `json:"done,omitempty"`    // a person has seen to it, and it still is so
	Since   string        `json:"since"`
	Message string        `json:"message"` // what happened
	Kept    string        `json:"kept"`
	Remedy  string        `json:"remedy"`
}

// worded gives an alarm its three parts.
func (m Alarm) worded() Alarm {
	var f *fault.Fault
	switch m.Kind {
	case RolledBack:
		f = fault.New(fault.PeerRolledBack, m.Device, m.Number)
	case Forked:
		f = fault.New(fault.PeerForked, m.Device, m.Number)
	case OwnLost:
		f = fault.New(fault.OwnLost, m.Number, m.Other)
	case Intruded:
		f = fault.New(fault.Intruded, m.Device, m.Other, m.Number)
	case Revived:
		f = fault.New(fault.PeerRevived, m.Device, m.Other)
	default:
		f = fault.New(fault.SameStation, m.Device, m.Other, m.Station)
	}
	m.Message, m.Kept, m.Remedy = f.Message, f.Kept, f.Remedy
	return m
}

const alarmsKey = "exchange.alarms" // local

func keptAlarms(ctx context.Context, r Reader) (out []Alarm, err error) {
	out = []Alarm{}
	raw, err := r.Local(ctx, alarmsKey)
	if err == nil && raw != "" {
		err = json.Unmarshal([]byte(raw), &out)
	}
	if err != nil {
		return nil, fmt.Errorf("reading alarms: %w", err)
	}
	return out, nil
}

func keepAlarms(ctx context.Context, w Writer, all []Alarm) error {
	raw, err := json.Marshal(all)
	if err != nil {
		return fmt.Errorf("keeping alarms: %w", err)
	}
	return w.SetLocal(ctx, alarmsKey, string(raw))
}

// Alarms lists what is wrong with devices of this ledger until a person puts it away, or until it is over: earliest first.
func (a *App) Alarms(ctx context.Context) (out []Alarm, err error) {
	out = []Alarm{}
	err = a.Store.View(ctx, func(r Reader) error {
		tip, err := r.Tip(ctx)
		if err != nil {
			return err
		}
		all, err := keptAlarms(ctx, r)
		for _, m := range all {
			if !m.Done && !(m.Kind == OwnLost && m.Feed != tip.Feed) {
				out = append(out, m.worded())
			}
		}
		return err
	})
	return out, err
}

// PutAwayAlarm takes an alarm off the list once a person has seen to it.
func (a *App) PutAwayAlarm(ctx context.Context, id string) error {
	return a.Store.Write(ctx, func(w Writer) error {
		all, err := keptAlarms(ctx, w)
		if err != nil {
			return err
		}
		i := slices.IndexFunc(all, func(m Alarm) bool { return m.ID == id && !m.Done })
		if i < 0 {
			return fault.New(fault.NotFound, "提醒", id).With("各提醒见 opsctl device alarms；可能已经处理")
		}
		if all[i].Kind == Forked || all[i].Kind == SameStation { // found again at each import
			all[i].Done = true
			return keepAlarms(ctx, w, all)
		}
		return keepAlarms(ctx, w, slices.Delete(all, i, i+1))
	})
}

// raise notes an alarm of this import; it is told once as long as it stands.
func (in *receiving) raise(m Alarm) {
	m.ID = string(m.Kind) + "-" + cmp.Or(m.Station, string(m.Feed)[:min(len(m.Feed), 8)])
	m.Since = ledger.FormatTime(in.Now())
	in.raised = append(in.raised, m)
}

// alarm looks for forks and numbers given twice, joins this import's alarms to those that stand, and drops those that are over.
func (in *receiving) alarm(ctx context.Context) error {
	all, err := allHeard(ctx, in.w)
	if err != nil {
		return err
	}
	roster, err := in.w.Roster(ctx)
	if err != nil {
		return err
	}
	if err := in.forks(ctx, roster, all); err != nil {
		return err
	}
	for _, m := range in.sameStations(roster, all) {
		in.raise(m)
	}
	standing, err := keptAlarms(ctx, in.w)
	if err != nil {
		return err
	}
	still := func(m Alarm) bool {
		return slices.ContainsFunc(in.raised, func(o Alarm) bool { return o.ID == m.ID })
	}
	over := func(m Alarm) bool {
		switch m.Kind {
		case Forked, SameStation:
			return !still(m)
		case OwnLost:
			return m.Feed != in.self.Feed
		case RolledBack: // a fork says more of the same
			return slices.Contains(in.out.Forks, string(m.Feed)) || givenUpFor(all, m.Feed) != ""
		}
		return false
	}
	standing = slices.DeleteFunc(standing, over)
	for _, m := range in.raised {
		if !over(m) && !slices.ContainsFunc(standing, func(o Alarm) bool { return o.ID == m.ID }) {
			standing = append(standing, m)
			in.out.Alarms = append(in.out.Alarms, m.worded())
		}
	}
	return keepAlarms(ctx, in.w, standing)
}

// forks finds the feeds of others that go on in two ways, until their device goes on in another.
func (in *receiving) forks(ctx context.Context, roster *ledger.Roster, all map[ledger.FeedID]heard) error {
	list, err := in.w.Forks(ctx)
	if err != nil {
		return err
	}
	for _, f := range list {
		if givenUpFor(all, f.Feed) == "" && f.Feed != in.self.Feed && !slices.Contains(in.self.Former, f.Feed) {
			in.out.Forks = append(in.out.Forks, string(f.Feed))
			in.raise(Alarm{Kind: Forked, Feed: f.Feed, Device: deviceNamed(roster, all, f.Feed), Number: f.From})
		}
	}
	return nil
}

// deviceNamed is the device that writes a feed: as it called itself, else as its certificate does.
func deviceNamed(roster *ledger.Roster, all map[ledger.FeedID]heard, feed ledger.FeedID) string {
	name := all[feed].Device
	for _, c := range roster.Certificates() {
		if name == "" && c.Feed == feed {
			name = c.Device
		}
	}
	return cmp.Or(name, string(feed)[:min(len(feed), 8)])
}
