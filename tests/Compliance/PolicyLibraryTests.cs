using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.Json.Schema;
using ELearning.Content;
using ELearning.Tests.Study;

namespace ELearning.Tests.Compliance;

public sealed class PolicyLibraryTests
{
    private static readonly (string Name, string Json) BuiltIn = PolicyLibrary.Sources("").Single();

    [Fact]
    public void The_file_holds_the_figures_of_the_policy_page()
    {
        string[] page =
        [
            "R1 一.3 Norm 16/24 CalendarYear",
            "R2 一.3 Norm 16/24 CalendarYear",
            "R3 一.3 Hard 24/40 CalendarYear",
            "R4 一.3 Norm 24/40 CalendarYear",
            "R5 一.3 Norm 16/24 CalendarYear",
            "R6 一.3 Norm 16/- CalendarYear",
            "R7 一.3 Norm 16/24 CalendarYear",
            "R8 一.3 Duty -/- CalendarYear",
            "R9 一.3 Duty -/- CalendarYear",
            "P1 二.1 Norm 56/- CalendarYear",
            "P1B 二.1 Duty -/- FromAppointment",
            "P2 二.2 Norm 40/- CalendarYear",
            "P2.once 二.2 Hard -/-×1 CalendarYear",
            "P2B 二.2 Duty -/- FromAppointment",
            "P3 二.3 Norm 24/- YearOfAppointment",
            "P4A 二.4 Duty -/- BeforeAppointment",
            "P4B 二.4 Norm 64/- ServiceTerm",
            "P5 二.5 Norm 24/- YearFromAdmission",
            "P5.once 二.5 Hard -/-×1 YearFromAdmission",
            "P6 二.6 Advocated -/- Open",
        ];
        string[] duties =
        [
            "R1.once Hard",
            "R2.once Hard",
            "R3.once Hard",
            "R4.once Hard",
            "R5.once Hard",
            "R6.once Hard",
            "R7.once Hard",
            "P1.city Stated",
            "P1.county Duty",
            "P1.once Hard",
            "P2.city Stated",
            "P2.county Duty",
            "P3.regular Duty",
            "P4A Stated",
            "P5.once Hard",
            "M.meeting Hard",
            "B.bases Duty",
            "A.plan Duty",
            "A.report Duty",
        ];

        var policy = Someone.Policy;

        Assert.Equal(
            page,
            policy.Rules.Select(rule =>
                $"{rule.Id} {rule.Clause} {rule.Strength} "
                + $"{Figure(rule.Hours)}/{Figure(rule.LeaderHours)}{(rule.Times is { } times ? $"×{times}" : "")} {rule.Window}"
            )
        );
        Assert.Equal(duties, policy.Duties.Select(duty => $"{duty.Id} {duty.Strength}"));
        Assert.Equal((45 * 60, new DateOnly(2010, 1, 15), null), (policy.SecondsPerHour, policy.InForce.From, policy.InForce.To));
        Assert.Equal(Lesson.Rules, policy.Study);
        static string Figure(int? hours) => hours?.ToString(CultureInfo.InvariantCulture) ?? "-";
    }

    [Fact]
    public void Yearly_rules_take_every_form_and_key_projects_only_theirs()
    {
        var forms = Someone.Policy.Rules.ToDictionary(rule => rule.Id, rule => rule.EligibleForms);

        Assert.All(forms.Where(rule => rule.Key.StartsWith('R')), rule => Assert.Equal(Enum.GetValues<CreditForm>(), rule.Value));
        Assert.Equal([CreditForm.CentralisedClass], forms["P1"]);
        Assert.Equal([CreditForm.CentralisedClass], forms["P2.once"]);
        Assert.Equal([CreditForm.CentralisedClass, CreditForm.Lecture], forms["P3"]);
        Assert.Equal([CreditForm.CentralisedClass, CreditForm.Field, CreditForm.Lecture], forms["P4B"]);
        Assert.Equal([CreditForm.CentralisedClass, CreditForm.Lecture, CreditForm.Seminar, CreditForm.ThemedActivity], forms["P5"]);
        Assert.Equal([CreditForm.CentralisedClass], forms["P5.once"]);
    }

    [Fact]
    public void Before_its_first_day_no_policy_is_in_force()
    {
        var library = new PolicyLibrary([BuiltIn]);

        Assert.Null(library.InForceOn(new(2010, 1, 14)));
        Assert.Equal("quanzhou-2010", library.InForceOn(new(2010, 1, 15))?.Id);
    }

    [Fact]
    public void A_later_plan_is_added_as_a_file_beside_an_ended_version_of_the_old_one()
    {
        var library = new PolicyLibrary([
            BuiltIn,
            (
                "ended.json",
                Changed(policy =>
                {
                    policy["version"] = 3;
                    policy["inForce"]!["to"] = "2018-12-31";
                })
            ),
            (
                "later.json",
                Changed(policy =>
                {
                    policy["id"] = "later";
                    policy["inForce"]!["from"] = "2019-01-01";
                    policy["rules"]![0]!["hours"] = 32;
                })
            ),
        ]);

        Assert.Equal(("quanzhou-2010", 3), (library.InForceOn(new(2018, 12, 31))!.Id, library.InForceOn(new(2018, 12, 31))!.Version));
        Assert.Equal(("later", 32), (library.InForceOn(new(2019, 1, 1))!.Id, library.InForceOn(new(2019, 1, 1))!.Rules[0].Hours));
    }

    /// <summary>What stands in the file, what is written instead, and the line's own beginning, which the fault must point to.</summary>
    public static TheoryData<string, string, string> Faults =>
        new()
        {
            { "\"version\": 2", "\"version\": 0", "\"version\"" },
            { "\"secondsPerHour\": 2700", "\"secondsPerHour\": 0", "\"secondsPerHour\"" },
            { "\"dailyTrainingHours\": 8", "\"dailyTrainingHours\": 25", "\"dailyTrainingHours\"" },
            { "\"onceAtLeastHours\": 4", "\"onceAtLeastHours\": 0", "\"onceAtLeastHours\"" },
            { "\"to\": null", "\"to\": \"2009-12-31\"", "\"inForce\"" },
            { "\"to\": \"2013-12-31\"", "\"to\": \"2008-12-31\"", "\"planned\"" },
            { "\"id\": \"P1B\"", "\"id\": \"P1\"", "{\"id\": \"P1\", \"clause\": \"二.1\", \"title\": {\"zh\": \"新任" },
            { "\"strength\": \"Hard\"", "\"strength\": \"Hrad\"", "{\"id\": \"R3\"" },
            { "\"strength\": \"Norm\"", "\"strength\": \"Stated\"", "{\"id\": \"R1\"" },
            { "\"hours\": 16", "\"hours\": 0", "{\"id\": \"R1\"" },
            { "\"hours\": 16, \"leaderHours\": null", "\"hours\": null, \"leaderHours\": null", "{\"id\": \"R6\"" },
            { "\"hours\": 16", "\"hoours\": 16", "{\"id\": \"R1\"" },
            { "\"leaderHours\": 24", "\"leaderHours\": null", "{\"id\": \"R1\"" },
            { "\"lease\": \"00:02:00\"", "\"lease\": \"00:00:00\"", "\"study\"" },
            { "\"rules\": [\"R1\", ", "\"rules\": [\"R99\", ", "\"outside\"" },
            { "\"window\": \"CalendarYear\", ", "", "{\"id\": \"R1\"" },
            { "\"sectors\": []", "\"sectors\": [\"Rural\"]", "{\"id\": \"R1\"" },
            { "\"positions\": [\"Talent\"]", "\"positions\": []", "{\"id\": \"P3\"" },
        };

    [Theory, MemberData(nameof(Faults))]
    public void A_faulty_file_stops_the_start_and_names_itself_and_the_line(string right, string wrong, string line)
    {
        var at = BuiltIn.Json.IndexOf(right, StringComparison.Ordinal);
        Assert.True(at >= 0);
        var faulty = BuiltIn.Json.Remove(at, right.Length).Insert(at, wrong);
        var expected = 1 + faulty.Split('\n').ToList().FindIndex(text => text.TrimStart().StartsWith(line, StringComparison.Ordinal));

        var error = Assert.Throws<ConfigurationError>(() => new PolicyLibrary([("faulty.json", faulty)]));

        Assert.StartsWith($"Policies:Directory: faulty.json, line {expected}: ", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error.Message);
        Assert.DoesNotContain("LineNumber", error.Message, StringComparison.Ordinal);
    }

    /// <summary>For those who write a policy: their editor knows its shape. Made of the records, so it cannot tell another story than the reader.</summary>
    [Fact]
    public void The_schema_beside_the_policies_is_the_shape_that_is_read()
    {
        var schema = PolicyReading.Strict.GetJsonSchemaAsNode(typeof(Policy)).ToJsonString(new() { WriteIndented = true });

        RepositoryFile.Match("content/Policies/policy.schema.json", schema + "\n");
    }

    [Fact]
    public void Overlapping_policies_stop_the_start_and_are_both_named()
    {
        var error = Assert.Throws<ConfigurationError>(() =>
            new PolicyLibrary([
                BuiltIn,
                (
                    "later.json",
                    Changed(policy =>
                    {
                        policy["id"] = "later";
                        policy["inForce"]!["from"] = "2019-01-01";
                    })
                ),
            ])
        );

        Assert.Contains("quanzhou-2010.json and later.json are both in force on 2019-01-01", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Files_of_the_folder_are_read_at_the_start()
    {
        var directory = Directory.CreateTempSubdirectory("elearning-policies-");
        try
        {
            File.WriteAllText(Path.Combine(directory.FullName, "broken.json"), "{");

            Assert.Throws<ConfigurationError>(() => new PolicyLibrary(PolicyLibrary.Sources(directory.FullName)));
            Assert.Throws<ConfigurationError>(() => new PolicyLibrary(PolicyLibrary.Sources(Path.Combine(directory.FullName, "missing"))));
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }

    private static string Changed(Action<JsonNode> change)
    {
        var policy = JsonNode.Parse(BuiltIn.Json)!;
        change(policy);
        return policy.ToJsonString();
    }
}
