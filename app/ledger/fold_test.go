package ledger_test

import (
	"testing"

	"opsledger/app/ledger"
)

// two gives two stations that have both seen one accepted job.
func two(roles ...ledger.Role) (a, b *peer, id ledger.RecordID) {
	if len(roles) == 0 {
		roles = []ledger.Role{ledger.Lead, ledger.Engineer}
	}
	p := world(roles...)
	a, b, id = p[0], p[1], job1(1)
	a.step(id, "receive", ledger.Fields{"title": "一"})
	a.step(id, "accept", nil)
	exchange(a, b)
	return a, b, id
}

func TestALabelStepReplacesWhatItsAuthorHadSeen(t *testing.T) {
	a, b, id := two()
	b.step(id, "resolve", nil)
	exchange(a, b)
	states(t, a.record(id), "resolved", 0)
	a.step(id, "rework", nil)
	states(t, a.record(id), "accepted", 0)
}

func TestConcurrentLabelsStandOpenUntilSettled(t *testing.T) {
	a, b, id := two()
	a.step(id, "resolve", nil)
	void := b.step(id, "void", nil)
	exchange(a, b)
	states(t, a.record(id), "resolved", 1) // highest in rank
	a.step(id, ledger.Settle, ledger.Fields{"take": string(void)})
	exchange(a, b)
	rec := b.record(id)
	states(t, rec, "void", 0)
	for _, s := range rec.Steps {
		if s.LeftOut != (s.Entry.Action == "resolve") {
			t.Errorf("%s left out: %v", s.Entry.Action, s.LeftOut)
		}
	}
}

func TestEqualLabelsAreNoConflict(t *testing.T) {
	a, b, id := two()
	a.step(id, "resolve", nil)
	b.step(id, "resolve", nil)
	exchange(a, b)
	states(t, a.record(id), "resolved", 0)
}

func TestReceivingTwiceNeverConflicts(t *testing.T) {
	p := world(ledger.Lead, ledger.Engineer)
	a, b, id := p[0], p[1], job1(1)
	a.step(id, "receive", ledger.Fields{"title": "一"})
	a.step(id, "accept", nil)
	b.step(id, "receive", ledger.Fields{"title": "一"})
	exchange(a, b)
	states(t, b.record(id), "accepted", 0)
}

func TestFieldsFoldEachByItself(t *testing.T) {
	a, b, id := two()
	a.step(id, ledger.Amend, ledger.Fields{"title": "甲"})
	b.step(id, ledger.Amend, ledger.Fields{"note": "乙"})
	exchange(a, b)
	rec := a.record(id)
	states(t, rec, "accepted", 0)
	if rec.Fields["title"] != "甲" || rec.Fields["note"] != "乙" {
		t.Errorf("%v", rec.Fields)
	}
	a.step(id, ledger.Amend, ledger.Fields{"note": "丙"})
	mine := b.step(id, ledger.Amend, ledger.Fields{"note": "丁"})
	exchange(a, b)
	states(t, a.record(id), "accepted", 1)
	b.step(id, ledger.Settle, ledger.Fields{"field": "note", "take": string(mine)})
	exchange(a, b)
	states(t, a.record(id), "accepted", 0)
	if got := a.record(id).Fields["note"]; got != "丁" {
		t.Errorf("settled to %v", got)
	}
}

func TestTheCentersHeadComesFirstAndOnlyItSettlesAgainstIt(t *testing.T) {
	a, c, id := two(ledger.Lead, ledger.Center)
	mine := a.step(id, "void", nil)
	c.step(id, "overrule", nil)
	exchange(a, c)
	states(t, a.record(id), "resolved", 1)
	a.step(id, ledger.Settle, ledger.Fields{"take": string(mine)})
	exchange(a, c)
	rec := a.record(id)
	states(t, rec, "resolved", 1)
	if last := rec.Steps[len(rec.Steps)-1]; last.Counts || last.Why == "" {
		t.Error("a refused settle is not shown")
	}
	c.step(id, ledger.Settle, ledger.Fields{"take": string(mine)})
	exchange(a, c)
	states(t, a.record(id), "void", 0)
}

func TestAStepReservedToTheCenterCountsOnlyUnderItsCertificate(t *testing.T) {
	a, c, id := two(ledger.Lead, ledger.Center)
	a.step(id, "grant", nil)
	c.step(id, "grant", nil)
	exchange(a, c)
	counts := 0
	for _, s := range a.record(id).Steps {
		if s.Entry.Action == "grant" && s.Counts {
			counts++
		}
	}
	if counts != 1 {
		t.Errorf("%d grants count", counts)
	}
}

func TestWhatBeganARecordAndAnErasureAreNotTakenBack(t *testing.T) {
	a, _, id := two()
	receive := a.record(id).Steps[0].Ref()
	erase := a.step(id, ledger.Erase, ledger.Fields{"why": "本人要求"})
	for of, why := range map[ledger.EntryRef]string{receive: "建立记录的步骤不能撤回，可以作废", erase: "删除个人信息不能撤回"} {
		back := a.step(id, ledger.TakeBack, ledger.Fields{"of": string(of)})
		for _, s := range a.record(id).Steps {
			if s.Ref() == of && s.TakenBack || s.Ref() == back && (s.Counts || s.Why != why) {
				t.Errorf("%s: counts %v, %q", s.Entry.Action, s.Counts, s.Why)
			}
		}
	}
	if rec := a.record(id); rec.State == ledger.New {
		t.Error("half a record is left")
	}
}

func TestTakingBackHoldsWhileNobodyHasBuiltOnIt(t *testing.T) {
	a, b, id := two()
	resolve := a.step(id, "resolve", nil)
	a.step(id, ledger.TakeBack, ledger.Fields{"of": string(resolve)})
	states(t, a.record(id), "accepted", 0)

	resolve = a.step(id, "resolve", nil)
	exchange(a, b)
	b.step(id, "rework", nil)
	a.step(id, ledger.TakeBack, ledger.Fields{"of": string(resolve)})
	exchange(a, b)
	rec := a.record(id)
	states(t, rec, "accepted", 0)
	for _, s := range rec.Steps {
		if string(s.Ref()) == string(resolve) && s.TakenBack {
			t.Error("taken back though another station built on it")
		}
	}
}

func TestAStepAgainstTheRulesStandsAndShows(t *testing.T) {
	a, _, id := two()
	a.step(id, "rework", nil) // from accepted: not allowed
	rec := a.record(id)
	last := rec.Steps[len(rec.Steps)-1]
	if !last.Counts || !last.Violates || last.Why == "" {
		t.Errorf("%+v", last)
	}
}

func TestErasureCoversWhatItSawAndWhatWasConcurrent(t *testing.T) {
	a, b, id := two()
	phone := func(p *peer, number string) {
		part := ledger.Personal{Salt: "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff", Body: ledger.Fields{"phone": number}}
		s, err := p.author.Write(p.replica.Tip(testLedger, p.feed), ledger.Draft{Wall: p.clock,
			Entries: []ledger.Entry{{Record: id, Kind: "job", Action: ledger.Amend}}, Personal: map[int]ledger.Personal{0: part}})
		if err != nil {
			t.Fatal(err)
		}
		p.replica.Add(s)
	}
	phone(a, "13800000001")
	exchange(a, b)
	a.step(id, ledger.Erase, ledger.Fields{"why": "本人要求"})
	phone(b, "13800000002")
	exchange(a, b)
	if got := a.record(id).Fields["phone"]; got != ledger.ErasedMark {
		t.Errorf("after erasing: %v", got)
	}
	phone(b, "13800000003")
	exchange(a, b)
	if got := a.record(id).Fields["phone"]; got != "13800000003" {
		t.Errorf("written afterwards: %v", got)
	}
}

func TestARevokedKeyCountsUpToTheNamedCommit(t *testing.T) {
	a, b, id := two()
	good := b.step(id, "resolve", nil)
	exchange(a, b)
	a.write(ledger.RevokeEntry(testLedger, b.author.Actor(), good.Commit(), a.replica.Roster().Tip()))
	b.step(id, "void", nil)
	exchange(a, b)
	rec := a.record(id)
	states(t, rec, "resolved", 0)
	if last := rec.Steps[len(rec.Steps)-1]; last.Counts {
		t.Error("a step after the revocation counts")
	}
}

func TestARoleHoldsFromTheNamedCommit(t *testing.T) {
	a, b, id := two()
	before := b.step(id, "grant", nil)
	exchange(a, b)
	a.write(ledger.RoleEntry(testLedger, b.author.Actor(), []ledger.Role{ledger.Center}, before.Commit(), a.replica.Roster().Tip()))
	exchange(a, b)
	b.step(id, "grant", nil)
	var counts []bool
	for _, s := range b.record(id).Steps {
		if s.Entry.Action == "grant" {
			counts = append(counts, s.Counts)
		}
	}
	if len(counts) != 2 || counts[0] || !counts[1] {
		t.Errorf("%v", counts)
	}
}

func TestRivalRosterStepsDoNotCountUntilJoined(t *testing.T) {
	a, b, id := two()
	tip := a.replica.Roster().Tip()
	clone := newPeer(0) // the root's disk image, started elsewhere
	clone.feed = "000000000000000000000000000000ff"
	exchange(a, clone)
	one := a.write(ledger.RevokeEntry(testLedger, b.author.Actor(), "", tip))
	other := clone.write(ledger.RoleEntry(testLedger, b.author.Actor(), []ledger.Role{ledger.Center}, "", tip))
	exchange(a, clone)
	if r := a.replica.Roster(); r.Revoked(b.author.Actor()) || r.Tip() != tip {
		t.Error("a rival step counts")
	}
	a.write(ledger.RevokeEntry(testLedger, b.author.Actor(), "", one.Hash, other.Hash))
	if r := a.replica.Roster(); !r.Revoked(b.author.Actor()) {
		t.Error("the joining step does not count")
	}
	_ = id
}

func TestAWallClockFarBehindIsMarked(t *testing.T) {
	a, b, id := two()
	b.clock = b.clock.AddDate(-3, 0, 0)
	b.step(id, "resolve", nil)
	steps := b.record(id).Steps
	if !steps[len(steps)-1].Node.Doubt || steps[0].Node.Doubt {
		t.Error("时间存疑 is not where it belongs")
	}
	exchange(a, b)
	states(t, a.record(id), "resolved", 0) // order does not care
}

func TestAForkIsFoldedWhole(t *testing.T) {
	a, b, id := two()
	clone := newPeer(0) // same key, same feed: a copied disk
	exchange(a, clone)
	a.step(id, "resolve", nil)
	clone.step(id, "void", nil)
	exchange(a, b)
	exchange(b, clone)
	exchange(a, b)
	states(t, a.record(id), "resolved", 1)
	if picture(a.replica) != picture(b.replica) {
		t.Error("peers differ")
	}
}
