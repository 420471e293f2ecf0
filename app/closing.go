package app

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"

	"opsledger/app/fault"
	"opsledger/app/ledger"
	"opsledger/app/record/contract"
	"opsledger/app/rule/score"
)

// CloseYear closes a contract year: the card as it stands is frozen in a step of the contract, with the heads of all feeds and a
// hash. It is the center's to take; where none is enrolled, a lead tells it from paper (凭据认定).
func (a *App) CloseYear(ctx context.Context, key string, values map[string]string) (card score.Card, err error) {
	var y contractYear
	err = a.Store.View(ctx, func(r Reader) error {
		y, err = a.contractYear(ctx, r, key)
		return err
	})
	if err != nil {
		return card, err
	}
	if _, err := a.Act(ctx, Step{Kind: contract.Kind.Name, Key: string(y.id), Action: "close-year", Values: values}); err != nil {
		return card, err
	}
	return a.Score(ctx, ScoreQuery{Contract: string(y.id)})
}

// prepareClosing freezes the card of the contract a person closes.
func (a *App) prepareClosing(ctx context.Context, w Writer, s Step) (Step, error) {
	y, err := a.contractYear(ctx, w, s.Key)
	if err != nil {
		return s, err
	}
	if today := dayOf(a.Now()); today < y.End {
		return s, fault.New(fault.Refused, fmt.Sprintf("考核年度到 %s 才结束，不能结账", y.End)).With("请在年度结束后结账；现在可查看评分卡和预测")
	}
	card, err := a.reckonScore(ctx, w, y)
	if err != nil {
		return s, err
	}
	text, err := freezeCard(card)
	if err != nil {
		return s, err
	}
	heads, err := w.Heads(ctx)
	var list []any
	for _, h := range heads {
		list = append(list, fmt.Sprintf("%s %d %s", h.Feed, h.Seq, h.Hash))
	}
	s.told = ledger.Fields{"frozen": text, "hash": contract.Hash(text), "heads": list}
	return s, err
}

// freezeCard writes a card as the canonical text a step keeps for good. One too long for a step leaves the reasons of its evidence
// out, then the evidence itself: the figures and their numbers always stand.
func freezeCard(card score.Card) (string, error) {
	card.Clauses = slices.Clone(card.Clauses)
	for _, leaner := range []func(*score.Line){nil, withoutReasons, withoutEvidence} {
		if leaner != nil {
			for i := range card.Clauses {
				leaner(&card.Clauses[i])
			}
		}
		raw, err := ledger.Canonical(card)
		if err != nil {
			return "", fmt.Errorf("freezing card: %w", err)
		}
		if len(raw) <= frozenBytes {
			return string(raw), nil
		}
		if leaner == nil {
			card.Notes = append(slices.Clone(card.Notes), "依据过多，固化时没有逐项保留")
		}
	}
	return "", fault.New(fault.Refused, "评分卡太长，超过一步的上限")
}

func withoutReasons(l *score.Line) {
	l.Evidence = slices.Clone(l.Evidence)
	for i := range l.Evidence {
		l.Evidence[i].Reason = ""
	}
}

func withoutEvidence(l *score.Line) { l.Evidence = []score.Piece{} }

// closedCard is the card a year was closed with, with what the facts as known now would say otherwise.
func (a *App) closedCard(ctx context.Context, r Reader, y contractYear, now score.Card) (card score.Card, err error) {
	closing := y.facts.Closed
	rec, err := r.Record(ctx, contract.Kind.Name, string(y.id))
	if err != nil {
		return card, err
	}
	step := rec.Step(closing.Ref)
	if step == nil {
		return card, fmt.Errorf("reading closed year: step %s is not here", closing.Ref)
	}
	text := step.Text("frozen")
	if err := json.Unmarshal([]byte(text), &card); err != nil || contract.Hash(text) != closing.Hash {
		return card, fault.New(fault.Refused, y.Name+"的固化评分卡读不出来").With("它可能由更新版本的程序写成，请用新版本打开；并请核对台账（audit verify）").Because(err)
	}
	card.AsOf = card.AsOf.In(ledger.Zone)
	by, err := authorOf(ctx, r, rec, closing.Ref)
	card.Closed = &score.Closing{At: closing.At, By: by, Paper: closing.Paper, Hash: closing.Hash, Heads: closing.Heads, Official: closing.Official, Deducted: closing.Deducted, Opinion: closing.Opinion}
	card.Changed, card.Forecast, card.Next = changedSince(card, now), nil, []score.Cost{}
	total := card.Total
	if official, err := score.ParsePoints(closing.Official); err == nil {
		total = official
	}
	card.Center = &total
	return card, err
}

// changedSince words what the facts say now against what was frozen.
func changedSince(frozen, now score.Card) []string {
	out := []string{}
	if frozen.Total != now.Total {
		out = append(out, fmt.Sprintf("总分：结账时%s，现在应为%s", frozen.Total, now.Total))
	}
	for _, l := range frozen.Clauses {
		i := slices.IndexFunc(now.Clauses, func(o score.Line) bool { return o.ID == l.ID })
		if i < 0 {
			out = append(out, fmt.Sprintf("%s %s：现在的方案没有这一条", l.ID, l.Title))
			continue
		}
		if o := now.Clauses[i]; o.Points != l.Points || o.Count != l.Count || o.Raw != l.Raw {
			out = append(out, fmt.Sprintf("%s %s：结账时%d%s、%s分，现在应为%d%s、%s分", l.ID, l.Title, l.Count, l.Unit, l.Points, o.Count, o.Unit, o.Points))
		}
	}
	return out
}
