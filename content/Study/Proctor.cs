using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;

namespace ELearning.Content;

/// <summary>
/// Decides when a member is checked and what is asked. Everything that has been decided stands on the desk, so a check survives a lost answer, a restart and a change of process;
/// its right answer never leaves the server.
/// </summary>
internal sealed class Proctor(PresenceDraw draw, PolicyLibrary policies, IOptions<SecretsOptions> secrets)
{
    /// <summary>So many of the member's last questions are not asked again.</summary>
    private const int QuestionsRemembered = 8;

    private readonly Lazy<byte[]> key = new(() => Convert.FromBase64String(secrets.Value.Presence));

    /// <summary>Draws the next check where none is drawn, and issues it once so much is counted. The draw runs over all sessions of the member: a new session is no way around it.</summary>
    public Desk Watch(Desk desk, DateTimeOffset now)
    {
        if (desk.Check is not null || policies.InForceOn(SchoolTime.DayOf(now)) is not { Study: { PresenceChecksPerHour: > 0 } rules } policy) return desk;
        if (desk.NextCheckAt is not { } next)
        {
            var mean = TimeSpan.FromSeconds((double)policy.SecondsPerHour / rules.PresenceChecksPerHour);
            return desk with { NextCheckAt = desk.CountedMilliseconds + Math.Max(1, (long)draw.Next(mean).TotalMilliseconds) };
        }
        return desk.CountedMilliseconds < next ? desk : Issue(desk, now, rules.PresenceDue);
    }

    /// <summary>A few of the courseware's questions for presence, for its sessions to carry: a beat then needs no further look at the courseware.</summary>
    public IReadOnlyList<Question> Ration(IReadOnlyList<Question> questions)
    {
        const int largestSize = 1024;
        var size = 0;
        return [.. Shuffled([.. questions.Where(question => question.Purpose == QuestionPurpose.Presence)]).TakeWhile(question => (size += question.Size) <= largestSize)];
    }

    /// <summary>Takes the same time wherever two ids of one length differ.</summary>
    public static bool IsSame(string checkId, string presented) => CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(checkId), Encoding.UTF8.GetBytes(presented));

    private Desk Issue(Desk desk, DateTimeOffset now, TimeSpan due)
    {
        // As precise as it is stored, so that the check reads the same in every answer.
        now = DateTimeOffset.FromUnixTimeMilliseconds(now.ToUnixTimeMilliseconds());
        var question = Choose(desk);
        var number = desk.LastCheckNumber + 1;
        return desk with
        {
            LastCheckNumber = number,
            AskedLately = [.. desk.AskedLately.TakeLast(QuestionsRemembered - 1), question.Key],
            Check = new DeskCheck(Sign(desk.Id, number, now + due), number, question.Key, question.Prompt, [.. Shuffled(question.Choices)], question.Answer, now, now + due),
        };
    }

    /// <summary>From the courseware as long as it has one not asked lately, else from the bank.</summary>
    private Question Choose(Desk desk)
    {
        var own = desk.Session!.Questions.Where(question => !desk.AskedLately.Contains(question.Key)).ToList();
        if (own.Count == 0) own = [.. QuestionBank.All.Where(question => !desk.AskedLately.Contains(question.Key))];
        return own[draw.Below(own.Count)];
    }

    /// <summary>The id carries its number and a signature over member, number and due time: no other id will be taken for it, and none can be made up.</summary>
    private string Sign(string memberId, int number, DateTimeOffset dueAt)
    {
        var text = string.Create(CultureInfo.InvariantCulture, $"presence\n{memberId}\n{number}\n{dueAt.ToUnixTimeMilliseconds()}");
        return string.Create(CultureInfo.InvariantCulture, $"{number}.{System.Buffers.Text.Base64Url.EncodeToString(HMACSHA256.HashData(key.Value, Encoding.UTF8.GetBytes(text)))}");
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
