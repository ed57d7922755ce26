package simulator

import (
	"strconv"
	"time"

	"carehouse/extract/invented"
	"carehouse/models"
	"carehouse/models/tpastream"
)

func (s *Simulator) holder(i int32) *tpastream.PolicyHolder {
	st := s.world.holders[i]
	p := s.memberPerson(st.member)
	d := invented.Throw(s.options.Seed, forHolder, uint64(i), 0)
	id := models.NewInt(firstHolder + int64(i))
	carrier := s.words.payers[int(i)%len(s.words.payers)]
	login := ascii(p.first) + strconv.Itoa(int(i))
	if s.options.Canaries {
		login = canaryLogin + strconv.Itoa(int(i))
	}
	claims := s.world.byHolder[i]
	h := &tpastream.PolicyHolder{
		PolicyHolderID: id, ID: id, Fullname: models.NewText(p.full()), FirstName: models.NewText(p.first),
		LastName: models.NewText(p.last), Username: models.NewText(login), PayerID: models.NewInt(carrier.id),
		LoginNeedsCorrection: models.NewFlag(st.problem >= 0), ClaimsSyncedCount: models.NewInt(int64(len(claims))),
		CreatedDate: s.stamp(&d, st.created), ModifiedDate: s.stamp(&d, st.modified),
		Payer: tpastream.HolderPayer{
			ID: models.NewInt(carrier.id), Name: models.NewText(carrier.name), PayerGroupID: models.NewInt(carrier.id / 10),
			LogoURL: carrier.logo(),
		},
	}
	switch {
	case st.problem == loginValid:
		h.LoginProblem = models.NewText("valid")
	case st.problem >= 0:
		h.LoginProblem = models.NewText(s.words.problems[st.problem])
		h.LoginCorrectionMessage = models.NewText("Please enter the login for " + carrier.short + " again.")
	}
	if len(claims) > 0 {
		last := s.world.claims[claims[len(claims)-1]].created
		h.LastSuccessfulCrawlEnd = models.StampAt(time.UnixMicro(last).UTC())
		h.MostRecentClaimDate = models.StampDay(models.DateFromDays(s.serviceDay(claims[len(claims)-1])))
	}
	return h
}
