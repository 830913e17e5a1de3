using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;

namespace ELearning.Content;

/// <summary>
/// Draws when a member is checked next and chooses what is asked, where the clock wants it. Everything that has been decided stands on the desk, so a check
/// survives a lost answer, a restart and a change of process; its right answer never leaves the server.
/// </summary>
internal sealed class Proctor(PresenceDraw draw, PolicyLibrary policies, IOptions<SecretsOptions> secrets)
{
    /// <summary>How many of the member's last questions are not asked again.</summary>
    private const int QuestionsRemembered = 8;

    private readonly Lazy<byte[]> _key = new(() => Convert.FromBase64String(secrets.Value.Presence));

    /// <summary>
    /// Issues the check that is wanted; where none is, draws after how much counted time the next one comes, unless that is drawn already. The draw runs over
    /// all sessions of the member: a new session is no way around it.
    /// </summary>
    /// <returns>The very same desk where there is nothing to do.</returns>
    public Desk Serve(Desk desk, WantedCheck? wanted, DateTimeOffset now)
    {
        if (wanted is not null)
            return Issue(desk, wanted);
        if (
            desk.Check is not null
            || desk.NextCheckAt is not null
            || policies.InForceOn(SchoolTime.DayOf(now)) is not { Study: { PresenceChecksPerHour: > 0 } rules } policy
        )
            return desk;
        var mean = TimeSpan.FromSeconds((double)policy.SecondsPerHour / rules.PresenceChecksPerHour);
        return desk with { NextCheckAt = desk.CountedMilliseconds + Math.Max(1, (long)draw.Next(mean).TotalMilliseconds) };
    }

    /// <summary>A few of the courseware's questions for presence, for its sessions to carry: a beat then needs no further look at the courseware.</summary>
    public IReadOnlyList<Question> Ration(IReadOnlyList<Question> questions)
    {
        const int largestSize = 1024;
        var size = 0;
        return
        [
            .. Shuffled([.. questions.Where(question => question.Purpose == QuestionPurpose.Presence)])
                .TakeWhile(question => (size += question.Size) <= largestSize),
        ];
    }

    private Desk Issue(Desk desk, WantedCheck wanted)
    {
        // As precise as they are stored, so that the check reads the same in every answer.
        var (at, dueAt) = (Stored(wanted.At), Stored(wanted.DueAt));
        var own = wanted.Plain ? [] : NotAskedLately(desk, desk.Session!.Questions);
        var questions = own.Count > 0 ? own : NotAskedLately(desk, QuestionBank.All);
        var question = questions[draw.Below(questions.Count)];
        var number = desk.LastCheckNumber + 1;
        return desk with
        {
            LastCheckNumber = number,
            AskedLately = [.. desk.AskedLately.TakeLast(QuestionsRemembered - 1), question.Key],
            Check = new DeskCheck(
                Sign(desk.Id, number, dueAt),
                number,
                question.Key,
                question.Prompt,
                [.. Shuffled(question.Choices)],
                question.Answer,
                at,
                dueAt
            )
            {
                OfCourseware = own.Count > 0,
            },
        };
    }

    private static List<Question> NotAskedLately(Desk desk, IReadOnlyList<Question> questions) =>
        [.. questions.Where(question => !desk.AskedLately.Contains(question.Key))];

    private static DateTimeOffset Stored(DateTimeOffset at) => DateTimeOffset.FromUnixTimeMilliseconds(at.ToUnixTimeMilliseconds());

    /// <summary>
    /// The id carries its number and a signature over member, number and due time: no other id will be taken for it, and none can be made up.
    /// </summary>
    private string Sign(string memberId, int number, DateTimeOffset dueAt)
    {
        var text = string.Create(CultureInfo.InvariantCulture, $"presence\n{memberId}\n{number}\n{dueAt.ToUnixTimeMilliseconds()}");
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{number}.{System.Buffers.Text.Base64Url.EncodeToString(HMACSHA256.HashData(_key.Value, Encoding.UTF8.GetBytes(text)))}"
        );
    }

    private T[] Shuffled<T>(IReadOnlyList<T> items)
    {
        T[] shuffled = [.. items];
        for (var i = shuffled.Length - 1; i > 0; i--)
        {
            var other = draw.Below(i + 1);
            (shuffled[i], shuffled[other]) = (shuffled[other], shuffled[i]);
        }
        return shuffled;
    }
}
