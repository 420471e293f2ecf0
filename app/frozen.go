package app

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"opsledger/app/fault"
	"opsledger/app/ledger"
	"opsledger/app/record/report"
	"opsledger/app/rule/digest"
	"opsledger/app/rule/privacy"
	"opsledger/app/rule/sla"
)

// frozenBytes bounds what one version may hold: a step's bound with room for the rest of it.
const frozenBytes = commitBytes - 64<<10

// plainBytes is up to where a version is kept as it is read; what is longer (a year names each of its tickets many times) is packed.
const plainBytes = frozenBytes / 2

// freeze writes a report as the canonical text a step keeps for good.
func freeze(w digest.Report) (string, error) {
	raw, err := ledger.Canonical(w)
	if err != nil {
		return "", fmt.Errorf("freezing report: %w", err)
	}
	if len(raw) > plainBytes {
		if raw, err = report.Pack(raw); err != nil {
			return "", fmt.Errorf("freezing report: %w", err)
		}
	}
	if len(raw) > frozenBytes {
		return "", fault.New(fault.Refused, fmt.Sprintf("%s的内容压缩后仍有%d KB，超过一次定稿的上限%d KB（到达%d件，超时%d件）", w.Period, len(raw)>>10, frozenBytes>>10, w.Arrived.Value, len(w.Late)))
	}
	return string(raw), nil
}

// thaw reads what was frozen.
func thaw(text string) (w digest.Report, err error) {
	raw, err := report.Unpack(text)
	if err != nil {
		return w, fmt.Errorf("reading frozen report: %w", err)
	}
	if err := json.Unmarshal(raw, &w); err != nil {
		return w, fmt.Errorf("reading frozen report: %w", err)
	}
	for _, t := range []*time.Time{&w.From, &w.To, &w.Since, &w.Due, &w.AsOf} {
		*t = t.In(ledger.Zone)
	}
	return w, nil
}

// content reads what a version froze.
func content(rec *ledger.Record, v report.Version) (digest.Report, error) {
	for _, s := range rec.Steps {
		if s.Ref() == v.Ref {
			w, err := thaw(s.Text("frozen"))
			if err != nil {
				err = fault.New(fault.Refused, fmt.Sprintf("%s第%d版的固化内容读不出来", rec.Number, v.Number)).With("它可能由更新版本的程序写成，请用新版本打开").Because(err)
			}
			return w, err
		}
	}
	return digest.Report{}, fmt.Errorf("reading frozen report: step %s is not here", v.Ref)
}

// finalised gives a version as it was frozen, with what it corrects and what has come to be known since.
func (a *App) finalised(ctx context.Context, r Reader, p sla.Period, rec *ledger.Record, number int, rep *Report) (err error) {
	facts := report.Facts{Versions: rep.Versions}
	v, _ := facts.Current()
	current := v.Number
	if number > 0 {
		var ok bool
		if v, ok = facts.Find(number); !ok {
			return fault.New(fault.NotFound, "定稿", fmt.Sprintf("%s 第%d版", p.Name, number)).With(fmt.Sprintf("共有%d版", current))
		}
	}
	if rep.Report, err = content(rec, v); err != nil {
		return err
	}
	rep.Status, rep.Version, rep.Code, rep.Finalised = Finalised, v.Number, v.Code, v.Finalised
	rep.Submitted, rep.Recipient, rep.Received, rep.Reason = v.Submitted, v.To, v.Received, privacy.Scrub(v.Reason)
	if !v.Submitted.IsZero() {
		rep.Status = Submitted
	}
	if rep.Author, err = authorOf(ctx, r, rec, v.Ref); err != nil {
		return err
	}
	if former, ok := facts.Find(v.Number - 1); ok {
		old, err := content(rec, former)
		if err != nil {
			return err
		}
		rep.Corrected = corrections(old, rep.Report)
	}
	if v.Number < current {
		return nil // what has changed since is the later version's
	}
	now, err := a.reckon(ctx, r, reckoning{period: p, asOf: rep.AsOf, since: rep.Since})
	rep.Changed = digest.Compare(rep.Report, now)
	return err
}

// corrections say in words what a version changes against the one before.
func corrections(old, now digest.Report) []string {
	var out []string
	for _, c := range digest.Compare(old, now) {
		out = append(out, c.String()+"。")
	}
	if sections := digest.Rewritten(old, now); len(sections) > 0 {
		out = append(out, "改写的章节：“"+strings.Join(sections, "”“")+"”。")
	}
	return out
}

func authorOf(ctx context.Context, r Reader, rec *ledger.Record, ref ledger.EntryRef) (string, error) {
	roster, err := r.Roster(ctx)
	if err != nil {
		return "", err
	}
	for _, s := range rec.Steps {
		if s.Ref() == ref {
			c, _ := roster.Certificate(s.Node.Actor)
			return c.Account, nil
		}
	}
	return "", nil
}
