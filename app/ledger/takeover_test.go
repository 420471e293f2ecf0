package ledger_test

import (
	"slices"
	"testing"

	"opsledger/app/ledger"
)

// apart are a station with a colleague and a center, each with a ledger it founded itself. The station's feed comes first in
// order, so that only the pin makes the center root.
func apart(roles ...ledger.Role) (station, colleague, center *peer) {
	station, colleague, center = newPeer(0), newPeer(1), newPeer(5)
	last := station.write(ledger.CertificateEntry(testLedger, ledger.RosterRoot, station.certificate(roles...))).Hash
	station.write(ledger.CertificateEntry(testLedger, ledger.RosterCertify, colleague.certificate(roles...), last))
	exchange(station, colleague)
	center.write(ledger.CertificateEntry(testLedger, ledger.RosterRoot, center.certificate(ledger.Center)))
	pin(center, center)
	return station, colleague, center
}

// pin makes a peer take a key for the root, as after its fingerprint was compared.
func pin(p, root *peer) {
	r := p.replica.(*ledger.Replica)
	p.replica = &ledger.Replica{}
	again := ledger.NewReplica(jobs)
	again.Pinned = root.author.Actor()
	p.replica = again
	hand(p, append(r.Commits(), r.Held()...)...)
}

// certify takes a station in under a role.
func (p *peer) certify(s *peer, roles ...ledger.Role) {
	p.write(ledger.CertificateEntry(testLedger, ledger.RosterCertify, s.certificate(roles...), p.replica.Roster().Last()...))
}

func counts(t *testing.T, rec *ledger.Record, want ...bool) {
	t.Helper()
	var got []bool
	for _, s := range rec.Steps {
		got = append(got, s.Counts)
	}
	if !slices.Equal(got, want) {
		t.Errorf("count %v, should be %v", got, want)
	}
}

func TestWhatAStationWroteAloneCountsOnceItsCenterTakesItIn(t *testing.T) {
	station, colleague, center := apart(ledger.Lead)
	colleague.step(job1(1), "receive", ledger.Fields{"title": "独自写的"})
	exchange(colleague, station)
	station.step(job1(1), "accept", nil)
	exchange(station, center)
	counts(t, center.record(job1(1)), false, false)

	center.certify(station, ledger.Lead)
	counts(t, center.record(job1(1)), true, true)
	exchange(center, station)
	exchange(center, colleague)
	pin(station, center)
	pin(colleague, center)
	request := colleague.step(job1(1), "request", nil)
	exchange(colleague, center)
	center.step(job1(1), "allow", ledger.Fields{"of": string(request)})
	exchange(center, station)
	exchange(center, colleague)
	counts(t, station.record(job1(1)), true, true, true, true)
	for _, p := range []*peer{station, colleague} {
		if picture(p.replica) != picture(center.replica) {
			t.Errorf("folds otherwise:\n%s\n%s", picture(p.replica), picture(center.replica))
		}
	}
}

func TestAStationGoesOnCertifyingItsOwnAndNobodyElse(t *testing.T) {
	station, _, center := apart(ledger.Lead)
	exchange(station, center)
	center.certify(station, ledger.Lead)
	exchange(center, station)
	pin(station, center)
	newcomer := newPeer(3)
	chain := station.replica.Roster().Chain(station.author.Actor())
	if chain == nil || chain.Root() != station.author.Actor() || center.replica.Roster().Chain(newcomer.author.Actor()) != nil {
		t.Fatal("the station has no chain of its own")
	}
	station.write(ledger.CertificateEntry(testLedger, ledger.RosterCertify, newcomer.certificate(ledger.Engineer, ledger.Center), chain.Last()...))
	station.write(ledger.CertificateEntry(testLedger, ledger.RosterCertify, center.certificate(ledger.Engineer), station.replica.Roster().Chain(station.author.Actor()).Last()...))
	exchange(station, center)
	for _, p := range []*peer{station, center} {
		r := p.replica.Roster()
		if got := r.Holds(newcomer.author.Actor()); !slices.Equal(got, []ledger.Role{ledger.Engineer}) {
			t.Errorf("the newcomer holds %v", got)
		}
		if got := r.Holds(center.author.Actor()); !slices.Equal(got, []ledger.Role{ledger.Center}) || r.Root() != center.author.Actor() {
			t.Errorf("the center holds %v", got)
		}
	}
}

func TestAStationThatMadeItselfACenterIsNoneOnceTakenIn(t *testing.T) {
	station, _, center := apart(ledger.Lead, ledger.Center)
	station.step(job1(1), "receive", ledger.Fields{"title": "事"})
	station.step(job1(1), "grant", nil)
	exchange(station, center)
	center.certify(station, ledger.Lead)
	station.step(job1(1), "grant", nil)
	exchange(station, center)
	counts(t, center.record(job1(1)), true, false, false)
}

func TestWhatARevokedFounderCertifiesCountsNoMore(t *testing.T) {
	station, colleague, center := apart(ledger.Lead)
	exchange(station, center)
	center.certify(station, ledger.Lead)
	exchange(center, station)
	pin(station, center)
	center.write(ledger.RevokeEntry(testLedger, station.author.Actor(), station.step(job1(1), "receive", ledger.Fields{"title": "事"}).Commit(), center.replica.Roster().Last()...))
	thief := newPeer(7)
	station.write(ledger.CertificateEntry(testLedger, ledger.RosterCertify, thief.certificate(ledger.Lead), station.replica.Roster().Chain(station.author.Actor()).Last()...))
	exchange(station, center)
	r := center.replica.Roster()
	if len(r.Holds(thief.author.Actor())) > 0 || len(r.Holds(station.author.Actor())) > 0 || len(r.Holds(colleague.author.Actor())) != 1 {
		t.Errorf("thief %v, station %v, colleague %v", r.Holds(thief.author.Actor()), r.Holds(station.author.Actor()), r.Holds(colleague.author.Actor()))
	}
	if r.Chain(station.author.Actor()) != nil {
		t.Error("a revoked founder signs roster steps")
	}
}

func TestAnExchangeKeyTravelsInACertificate(t *testing.T) {
	root := newPeer(0)
	first := root.write(ledger.CertificateEntry(testLedger, ledger.RosterRoot, root.certificate(ledger.Lead))).Hash
	for _, want := range []string{"age1pq1a", "age1pq1b"} {
		c := root.certificate(ledger.Lead)
		c.Recipient = want
		first = root.write(ledger.CertificateEntry(testLedger, ledger.RosterCertify, c, first)).Hash
		if got := root.replica.Roster().Recipient(root.author.Actor()); got != want {
			t.Errorf("%q, should be %q", got, want)
		}
	}
	if c, _ := root.replica.Roster().Certificate(root.author.Actor()); c.Since == first || !slices.Equal(c.Roles, []ledger.Role{ledger.Lead}) {
		t.Errorf("the certificate was replaced: %+v", c)
	}
}

func TestALostCentersPastCountsUnderWhoAdoptsIt(t *testing.T) {
	station, colleague, old := apart(ledger.Lead)
	station.step(job1(1), "receive", ledger.Fields{"title": "事"})
	request := station.step(job1(1), "request", nil)
	exchange(station, old)
	old.certify(station, ledger.Lead)
	granted := old.step(job1(1), "allow", ledger.Fields{"of": string(request)})
	exchange(old, station)
	exchange(station, colleague)
	next := newPeer(6)
	next.write(ledger.CertificateEntry(testLedger, ledger.RosterRoot, next.certificate(ledger.Center)))
	pin(next, next)
	exchange(station, next)
	counts(t, next.record(job1(1)), false, false, false)
	r := next.replica.Roster()
	if all := r.Strangers(); len(all) != 2 || !slices.ContainsFunc(all, func(c ledger.Certificate) bool { return c.Key == old.author.Actor() }) {
		t.Errorf("strangers %v", all)
	}
	lost, key := old.certificate(ledger.Center), old.author.Actor()
	next.write(ledger.AdoptEntry(testLedger, lost, r.Last()...))
	next.write(ledger.RevokeEntry(testLedger, key, granted.Commit(), next.replica.Roster().Last()...))
	after := old.step(job1(1), "allow", ledger.Fields{"of": string(request)})
	exchange(old, next)
	counts(t, next.record(job1(1)), true, true, true, false) // what it signs after the commit that is named does not
	if s := next.record(job1(1)).Steps[3]; s.Ref() != after {
		t.Errorf("the last is %s", s.Entry.Action)
	}
	r = next.replica.Roster()
	if len(r.Holds(station.author.Actor())) != 1 || len(r.Holds(colleague.author.Actor())) != 1 || len(r.Holds(key)) != 0 || r.Root() != next.author.Actor() {
		t.Errorf("station %v, colleague %v, lost %v", r.Holds(station.author.Actor()), r.Holds(colleague.author.Actor()), r.Holds(key))
	}
	thief := newPeer(8)
	old.write(ledger.CertificateEntry(testLedger, ledger.RosterCertify, thief.certificate(ledger.Center), old.replica.Roster().Last()...))
	exchange(old, next)
	if got := next.replica.Roster().Holds(thief.author.Actor()); len(got) > 0 {
		t.Errorf("the thief holds %v", got)
	}
}

func TestAnHeirsStepsCountBeforeTheCenterHearsOfHim(t *testing.T) {
	station, colleague, center := apart(ledger.Lead)
	exchange(station, center)
	center.certify(station, ledger.Lead)
	exchange(center, station)
	pin(station, center)
	heir := newPeer(0)
	heir.author = newPeer(4).author
	exchange(station, heir)
	pin(heir, center)
	next := heir.certificate(ledger.Lead, ledger.Center)
	station.write(ledger.CertificateEntry(testLedger, ledger.RosterRoot, next, station.replica.Roster().Chain(station.author.Actor()).Last()...))
	exchange(station, heir)
	heir.step(job1(1), "receive", ledger.Fields{"title": "新密钥"})
	center.write(ledger.CertificateEntry(testLedger, ledger.RosterCertify, next, center.replica.Roster().Last()...)) // before it has heard of it
	exchange(heir, center)
	counts(t, center.record(job1(1)), true)
	if roles := center.record(job1(1)).Steps[0].Roles; slices.Contains(roles, ledger.Center) {
		t.Errorf("a station's chain made a center: %v", roles)
	}
	// A chain that names another station's key its root takes nothing from it.
	other := newPeer(3)
	other.write(ledger.CertificateEntry(testLedger, ledger.RosterRoot, other.certificate(ledger.Lead)))
	exchange(other, center)
	center.certify(other, ledger.Lead)
	other.write(ledger.CertificateEntry(testLedger, ledger.RosterRoot, colleague.certificate(ledger.Engineer), other.replica.Roster().Last()...))
	exchange(other, center)
	exchange(colleague, center)
	colleague.step(job1(2), "receive", ledger.Fields{"title": "照旧"})
	exchange(colleague, center)
	counts(t, center.record(job1(2)), true)
}

func TestTheRootsRevocationGoesBeforeTheStations(t *testing.T) {
	station, _, center := apart(ledger.Lead)
	first := station.step(job1(1), "receive", ledger.Fields{"title": "备份前"})
	second := station.step(job1(1), "accept", nil)
	exchange(station, center)
	center.certify(station, ledger.Lead)
	exchange(center, station)
	key := station.author.Actor()
	revoke := func(p *peer, last ledger.EntryRef) {
		p.write(ledger.RevokeEntry(testLedger, key, last.Commit(), p.replica.Roster().Chain(p.author.Actor()).Last()...))
	}
	revoke(station, first) // as one restored from a backup would, that never saw the second
	exchange(station, center)
	counts(t, center.record(job1(1)), true, false)
	revoke(center, second)
	exchange(center, station)
	counts(t, center.record(job1(1)), true, true)
}

func TestASecondCenterThatFoundedALedgerServes(t *testing.T) {
	second, colleague, center := apart(ledger.Center)
	exchange(second, center)
	center.certify(second, ledger.Center)
	r := center.replica.Roster()
	if c, _ := r.Certificate(second.author.Actor()); len(c.Roles) > 0 || !r.Served(second.author.Actor()) || !slices.Equal(r.Holds(second.author.Actor()), []ledger.Role{ledger.Center}) {
		t.Errorf("certificate %v, served %v, holds %v", c.Roles, r.Served(second.author.Actor()), r.Holds(second.author.Actor()))
	}
	if r.Served(colleague.author.Actor()) { // whom only the second made a center
		t.Error("a center made by a station's chain serves")
	}
}
