package ledger_test

import (
	"strings"
	"testing"

	"opsledger/app/ledger"
)

// told receives a record that carries a phone, at a peer.
func told(p *peer, id ledger.RecordID) {
	p.writePersonal(map[int]ledger.Personal{0: {Salt: strings.Repeat("ab", 32), Body: ledger.Fields{"phone": "13812345678"}}},
		ledger.Entry{Record: id, Kind: "job", Action: "receive", Fields: ledger.Fields{"title": "甲"}})
}

// expel revokes a peer's key after the last commit of his that the root holds.
func (p *peer) expel(of *peer) {
	var last *ledger.Sealed
	for _, c := range p.replica.Commits() {
		if c.Actor == of.author.Actor() && (last == nil || c.Lamport > last.Lamport) {
			last = c
		}
	}
	at := ledger.Hash("")
	if last != nil {
		at = last.Hash
	}
	p.write(ledger.RevokeEntry(testLedger, of.author.Actor(), at, p.replica.Roster().Last()...))
}

func phone(p *peer) string { return p.record(job1(1)).Fields.Text("phone") }

func TestAnErasureHoldsThoughItsAuthorIsRevokedWithoutHavingHeardOfIt(t *testing.T) {
	peers := world(ledger.Lead, ledger.Lead, ledger.Lead)
	root, author, other := peers[0], peers[1], peers[2]
	told(root, job1(1))
	exchange(root, author)
	exchange(root, other)

	author.step(job1(1), ledger.Erase, ledger.Fields{"why": "本人要求"})
	author.step(job1(1), "accept", nil)
	exchange(author, other) // who destroys what it covers
	if got := phone(other); got != ledger.ErasedMark {
		t.Fatalf("phone %q where the erasure was taken in", got)
	}
	root.expel(author) // before the root hears of it
	if got := phone(root); got != "13812345678" {
		t.Fatalf("phone %q at the root, which has not heard of the erasure", got)
	}
	exchange(other, root)
	for _, p := range []*peer{root, other} {
		rec := p.record(job1(1))
		if phone(p) != ledger.ErasedMark || rec.State != "new" {
			t.Errorf("phone %q in state %s: the erasure holds, the step beside it does not", phone(p), rec.State)
		}
		counts(t, rec, true, true, false)
		if why := rec.Steps[1].Why; !strings.Contains(why, "删除仍然有效") {
			t.Errorf("the history says %q of the erasure", why)
		}
	}
}

func TestAnErasureDoesNotHoldWhoseAuthorKnewThatHeWasRevoked(t *testing.T) {
	peers := world(ledger.Lead, ledger.Lead, ledger.Lead)
	root, author, other := peers[0], peers[1], peers[2]
	told(root, job1(1))
	exchange(root, other)
	root.expel(author)
	exchange(root, author)
	author.step(job1(1), ledger.Erase, ledger.Fields{"why": "报复"})
	exchange(author, other)
	exchange(other, root)
	for _, p := range peers {
		counts(t, p.record(job1(1)), true, false)
		if phone(p) != "13812345678" {
			t.Errorf("phone %q", phone(p))
		}
	}
}

func TestAnErasureOfAStrangerNeverHolds(t *testing.T) {
	peers := world(ledger.Lead)
	root, stranger := peers[0], newPeer(7)
	told(root, job1(1))
	exchange(root, stranger)
	stranger.write(ledger.CertificateEntry(testLedger, ledger.RosterRoot, stranger.certificate(ledger.Lead))) // a founder, of a chain nobody trusts
	stranger.step(job1(1), ledger.Erase, ledger.Fields{"why": "报复"})
	pin(root, root)
	exchange(stranger, root)
	counts(t, root.record(job1(1)), true, false)
}

func TestAnErasureUnderACertificateThatCameToNothingHolds(t *testing.T) {
	station, colleague, center := apart(ledger.Lead)
	told(station, job1(1))
	exchange(station, center)
	center.certify(station, ledger.Lead)
	late := newPeer(3)
	exchange(center, station)
	station.write(ledger.CertificateEntry(testLedger, ledger.RosterCertify, late.certificate(ledger.Lead), station.replica.Roster().LastFor(station.author.Actor())...))
	exchange(station, late)
	late.step(job1(1), ledger.Erase, ledger.Fields{"why": "本人要求"})
	exchange(late, colleague)
	if phone(colleague) != ledger.ErasedMark {
		t.Fatal("the colleague does not take the erasure in")
	}
	center.expel(station) // and with it the certificate of whom it certified since
	exchange(colleague, center)
	for _, p := range []*peer{colleague, center} {
		pin(p, center)
		if _, ok := p.replica.Roster().Certificate(late.author.Actor()); ok {
			t.Fatal("what the station certified after its last good step stands")
		}
		counts(t, p.record(job1(1)), true, true)
	}
}

// Which center a store goes by is no commit: it is what its people compared face to face. Under one of them the same commits give the
// same; once one adopts the other they do under both.
func TestTwoCentersJudgeAnErasureApartUntilOneAdoptsTheOther(t *testing.T) {
	station, colleague, old := apart(ledger.Lead)
	next, device := newPeer(6), newPeer(3)
	next.write(ledger.CertificateEntry(testLedger, ledger.RosterRoot, next.certificate(ledger.Center)))
	pin(next, next)
	told(station, job1(1))
	for _, center := range []*peer{old, next} {
		exchange(station, center)
		center.certify(station, ledger.Lead)
		exchange(station, center)
	}
	old.certify(device, ledger.Lead)
	exchange(old, device)
	pin(device, old)
	pin(station, old)
	device.step(job1(1), ledger.Erase, ledger.Fields{"why": "本人要求"})
	exchange(device, station)
	if phone(station) != ledger.ErasedMark {
		t.Fatal("the old center's station does not take the erasure in")
	}
	all := []*peer{station, colleague, next}
	same := func(want string) {
		t.Helper()
		for _, p := range all {
			exchange(station, p)
			exchange(next, p)
			pin(p, next)
		}
		for _, p := range all {
			if got := phone(p); got != want {
				t.Errorf("phone %q, should be %q", got, want)
			}
			if picture(p.replica) != picture(next.replica) {
				t.Error("the same commits under the same center differ")
			}
		}
	}
	same("13812345678") // by a center that knows nothing of who erased
	next.write(ledger.AdoptEntry(testLedger, old.certificate(ledger.Center), next.replica.Roster().Last()...))
	next.expel(old)
	same(ledger.ErasedMark)
}
