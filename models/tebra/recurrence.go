package tebra

import "carehouse/models"

// A RecurrenceRule says how an appointment repeats. The flags seem to be sums of bits, of which the lists beside them
// are the words. Items of DayOfWeek are in .NET's own namespace (ArrayOfDayOfWeek in xsd5.xsd), those of the ordinals
// stay in the record's (ArrayOfOrdinal in xsd0.xsd).
type RecurrenceRule struct {
	RecurrenceRuleID             models.Int   `xml:"RecurrenceRuleId" phi:"linked" doc:"The id of the rule."`
	AppointmentID                models.Int   `xml:"AppointmentId" phi:"linked" doc:"The appointment that the rule belongs to, by the rule's own entry."`
	StartDate                    models.Stamp `xml:"StartDate" phi:"linked" doc:"When the series begins."`
	EndDate                      models.Stamp `xml:"EndDate" phi:"linked" doc:"When the series ends."`
	NumOccurrences               models.Int   `xml:"NumOccurrences" phi:"linked" doc:"How many appointments the series has."`
	NumberOfTimes                models.Int   `xml:"NumberOfTimes" phi:"linked" doc:"A number of times; how it differs from num_occurrences is not told."`
	DayInterval                  models.Int   `xml:"DayInterval" phi:"linked" doc:"Every how many days."`
	MonthInterval                models.Int   `xml:"MonthInterval" phi:"linked" doc:"Every how many months."`
	MonthOfYear                  models.Int   `xml:"MonthOfYear" phi:"linked" doc:"In which month of the year, as a number."`
	DayOfMonth                   models.Int   `xml:"DayOfMonth" phi:"linked" doc:"On which day of the month."`
	DayOfWeekFlags               models.Int   `xml:"DayOfWeekFlags" phi:"linked" doc:"The days of the week as a sum of bits; the bits are not published."`
	DayOfWeekMonthlyOrdinalFlags models.Int   `xml:"DayOfWeekMonthlyOrdinalFlags" phi:"linked" doc:"Which such days of the month, as a sum of bits; the bits are not published."`
	TypeOfDay                    models.Text  `xml:"TypeOfDay" phi:"linked" doc:"Weekday, Weekend or Unknown: the kind of day that the series falls on."`
	TypeOfDayMonthlyOrdinalFlags models.Int   `xml:"TypeOfDayMonthlyOrdinalFlags" phi:"linked" doc:"Which days of that kind in the month, as a sum of bits; the bits are not published."`

	DayOfWeek               []RecurrenceDay     `xml:"DayOfWeek>http://schemas.datacontract.org/2004/07/System DayOfWeek" table:"appointment_detail_days" doc:"One day of the week on which a series of appointments falls."`
	DayOfWeekMonthlyOrdinal []RecurrenceOrdinal `xml:"DayOfWeekMonthlyOrdinal>Ordinal" table:"appointment_detail_day_ordinals" doc:"Which of the month's such days of the week a series of appointments falls on."`
	TypeOfDayMonthlyOrdinal []RecurrenceOrdinal `xml:"TypeOfDayMonthlyOrdinal>Ordinal" table:"appointment_detail_type_ordinals" doc:"Which of the month's weekdays or weekend days a series of appointments falls on."`
}

// A RecurrenceDay is a day of the week.
type RecurrenceDay struct {
	DayOfWeek models.Text `xml:",chardata" phi:"linked" doc:"Sunday to Saturday."`
}

// A RecurrenceOrdinal counts within a month.
type RecurrenceOrdinal struct {
	MonthlyOrdinal models.Text `xml:",chardata" phi:"linked" doc:"First, Second, Third, Fourth, Last or Unknown."`
}
