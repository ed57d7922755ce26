package tebra

import "carehouse/models"

// Alerts is the message about a patient that pops up, and where it does.
type Alerts struct {
	AlertMessage                            models.Text `xml:"AlertMessage" phi:"direct" doc:"A free text that pops up for the practice's staff."`
	AlertShowWhenDisplayingPatientDetails   models.Word `xml:"AlertShowWhenDisplayingPatientDetails" phi:"linked" doc:"The alert pops up where the patient's details are shown."`
	AlertShowWhenSchedulingAppointments     models.Word `xml:"AlertShowWhenSchedulingAppointments" phi:"linked" doc:"The alert pops up where appointments are made."`
	AlertShowWhenEnteringEncounters         models.Word `xml:"AlertShowWhenEnteringEncounters" phi:"linked" doc:"The alert pops up where encounters are entered."`
	AlertShowWhenViewingClaimDetails        models.Word `xml:"AlertShowWhenViewingClaimDetails" phi:"linked" doc:"The alert pops up where claims are looked at."`
	AlertShowWhenPostingPayments            models.Word `xml:"AlertShowWhenPostingPayments" phi:"linked" doc:"The alert pops up where payments are posted."`
	AlertShowWhenPreparingPatientStatements models.Word `xml:"AlertShowWhenPreparingPatientStatements" phi:"linked" doc:"The alert pops up where statements are prepared."`
}

// RecentNotes are the four newest notes about a patient. A new note moves all of them. Nobody has told whether
// a time of day comes with their dates.
type RecentNotes struct {
	MostRecentNote1Date    models.USStamp `xml:"MostRecentNote1Date" phi:"linked" doc:"The date of the newest note."`
	MostRecentNote1User    models.Text    `xml:"MostRecentNote1User" phi:"direct" doc:"Who wrote the newest note."`
	MostRecentNote1Message models.Text    `xml:"MostRecentNote1Message" phi:"direct" doc:"The text of the newest note."`
	MostRecentNote2Date    models.USStamp `xml:"MostRecentNote2Date" phi:"linked" doc:"The date of the second newest note."`
	MostRecentNote2User    models.Text    `xml:"MostRecentNote2User" phi:"direct" doc:"Who wrote the second newest note."`
	MostRecentNote2Message models.Text    `xml:"MostRecentNote2Message" phi:"direct" doc:"The text of the second newest note."`
	MostRecentNote3Date    models.USStamp `xml:"MostRecentNote3Date" phi:"linked" doc:"The date of the third newest note."`
	MostRecentNote3User    models.Text    `xml:"MostRecentNote3User" phi:"direct" doc:"Who wrote the third newest note."`
	MostRecentNote3Message models.Text    `xml:"MostRecentNote3Message" phi:"direct" doc:"The text of the third newest note."`
	MostRecentNote4Date    models.USStamp `xml:"MostRecentNote4Date" phi:"linked" doc:"The date of the fourth newest note."`
	MostRecentNote4User    models.Text    `xml:"MostRecentNote4User" phi:"direct" doc:"Who wrote the fourth newest note."`
	MostRecentNote4Message models.Text    `xml:"MostRecentNote4Message" phi:"direct" doc:"The text of the fourth newest note."`
}
