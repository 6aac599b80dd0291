using FedK8s.Core.Determinism;

namespace FedK8s.Cli.Samples;

/// <summary>
/// The quickstart's downstream task: send a ticket to one of eight departments. The base model has never seen a ticket; a
/// guess is right one time in eight.
/// </summary>
internal static class TicketTask
{
    private static readonly string[] _openings = ["", "hi, ", "hello, ", "please help: ", "urgent: ", "again: "];

    private static readonly string[] _closings = ["", " today", " since monday", ", thanks", " on floor 2", " at site b"];

    private static readonly (string Department, string[] Subjects, string[] Problems)[] _departments =
    [
        ("billing",
            ["the invoice", "my refund", "the credit note", "a payment", "the receipt"],
            ["has a wrong total", "is missing", "was charged twice", "shows an old price"]),
        ("network",
            ["the wifi", "our vpn", "the router", "the uplink", "dns"],
            ["keeps dropping", "is very slow", "times out", "has no signal"]),
        ("hardware",
            ["the printer", "my laptop", "the screen", "the keyboard", "a headset"],
            ["is broken", "does not turn on", "makes a noise", "needs a repair"]),
        ("travel",
            ["my flight", "the hotel", "a train ticket", "the visa", "the rental car"],
            ["must be rebooked", "was cancelled", "needs approval", "is not booked"]),
        ("payroll",
            ["my salary", "the bonus", "the payslip", "overtime", "my pension"],
            ["was not paid", "looks too low", "came late", "has the wrong tax"]),
        ("security",
            ["my badge", "the password", "a phishing mail", "the alarm", "the door lock"],
            ["was stolen", "must be reset", "does not open", "looks suspicious"]),
        ("shipping",
            ["the parcel", "a pallet", "the courier", "our delivery", "the container"],
            ["is delayed", "arrived damaged", "went to the wrong dock", "has no label"]),
        ("canteen",
            ["the lunch menu", "the coffee", "a vegan meal", "the soup", "the dessert"],
            ["is cold", "ran out", "contains nuts", "tastes odd"]),
    ];

    /// <summary>Departments, and so the number of answers: a guess is right one time in this many.</summary>
    public static int DepartmentCount => _departments.Length;

    /// <summary>A ticket for one department.</summary>
    /// <param name="random">Draws the wording.</param>
    /// <param name="department">From 0 to below <see cref="DepartmentCount"/>.</param>
    public static SampleExample Draw(SeededRandom random, int department)
    {
        var (name, subjects, problems) = _departments[department];
        return new(
            string.Concat(
                random.Any(_openings), random.Any(subjects), " ", random.Any(problems), random.Any(_closings), "="),
            name);
    }
}
