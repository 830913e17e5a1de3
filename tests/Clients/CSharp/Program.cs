using ELearning.SampleClient;

// dotnet run --project tests/Clients/CSharp -- http://127.0.0.1:5080 QZ000001 [seconds to play]
// A member signs in, looks for the short film of the demonstration, plays it and sees what it earned.
if (args is not [var address, var subject, .. var rest])
{
    await Console.Error.WriteLineAsync("Say the API's address and a member's number.");
    return 1;
}

using var http = new HttpClient { BaseAddress = new Uri(address) };
var school = new SchoolClient(http);
await school.SignInAsync(subject, "Member");

var found = await school.CatalogueAsync("半分钟看党史", first: 5);
var film = found.Nodes.First(courseware => courseware.Kind == CoursewareKind.Video);
var chapter = film.Chapters[0];
var length = rest is [var seconds] ? double.Parse(seconds, System.Globalization.CultureInfo.InvariantCulture) : chapter.DurationSeconds!.Value;
Console.WriteLine($"{film.Title}: {chapter.Title}, {chapter.DurationSeconds} s");

var session = await school.StartAsync(new StartInput(film.Id, chapter.Id, TakeOver: true));
var (sequence, position) = (session.NextSequence, 0.0);
while (position < length)
{
    var piece = Math.Min(session.HeartbeatSeconds, length - position);
    await Player.PlayAsync(TimeSpan.FromSeconds(piece));
    var played = await school.BeatAsync(new BeatInput(session.Id, sequence++, position + piece, [new PlayedSegment(position, position + piece)]));
    position += piece;
    Console.WriteLine($"verified {played.VerifiedSeconds} s, {played.RemainingSeconds} s to go");
}

foreach (var credit in await school.FinishAsync(new FinishInput(session.Id)))
{
    Console.WriteLine($"credited {credit.Seconds} s, {credit.Hours} hours of {credit.Year}");
}
return 0;
