using ELearning.Content;
using ELearning.Tests.Study.Attacks;
using Xunit.Abstractions;

namespace ELearning.Tests.Study;

/// <summary>
/// The other side of the clock: an honest learner on a bad network, who closes tabs, watches short films and errs at times, loses next to nothing.
/// </summary>
public sealed class HonestLearnerTests(ITestOutputHelper output)
{
    private const double Kept = 0.98;
    private const int FilmsPerLearner = 100;

    /// <summary>The questions of a courseware's own, as the tests' films have them: each is a plain one under another text.</summary>
    private static readonly IReadOnlyList<Question> Own = Presence.Own(6);

    [Theory]
    [InlineData("long films", false, 0.02)]
    [InlineData("short films alone", true, 0.02)]
    [InlineData("long films and no mistake", false, 0)]
    [InlineData("short films and no mistake", true, 0)]
    public async Task A_thousand_honest_learners_keep_at_least_98_percent_of_what_they_watched(string who, bool shortFilms, double wrong)
    {
        var (watched, credited, checks, mistakes, worst, below) = (0.0, 0.0, 0, 0, 1.0, 0);
        for (var seed = 1; seed <= 1000; seed++)
        {
            var line = new ClockLine(seed, Own);
            var learner = new HonestLearner(seed, line, wrong);
            await (shortFilms ? learner.WatchShortFilmsAsync() : learner.WatchLongFilmAsync());
            var seconds = await line.CreditedAsync();
            watched += learner.Watched;
            credited += seconds;
            checks += learner.Checks;
            mistakes += learner.Mistakes;
            var share = seconds / learner.Watched;
            if (share < worst)
                output.WriteLine(
                    $"seed {seed}: {seconds:0} of {learner.Watched:0} s, {share:P3}; refused: {(line.Refused.Length == 0 ? "nothing" : line.Refused)}"
                );
            worst = Math.Min(worst, share);
            if (share < Kept)
                below++;
        }
        output.WriteLine(
            $"{who}: 1,000 learners watched {watched / 3600:0} hours, answered {checks} checks and {mistakes} of them wrongly: "
                + $"{credited / watched:P3} credited; "
                + $"the least lucky one kept {worst:P3}, {below} kept less than {Kept:P0}"
        );
        Assert.InRange(credited / watched, Kept, 1);
        // What a wrong answer drops can be watched again. Without one only those lose more than a trifle whose very last beat before leaving brought a check
        // that nobody saw.
        if (wrong == 0)
            Assert.InRange(below, 0, shortFilms ? 0 : 40);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Three_of_them_keep_the_same_through_the_whole_product(bool shortFilms)
    {
        await using var room = await Classroom.OpenAsync(3 * 3600);
        IReadOnlyList<string> films = [Classroom.Film];
        if (shortFilms)
        {
            films = [.. Enumerable.Range(0, FilmsPerLearner).Select(film => $"short-{film}")];
            foreach (var film in films)
                await room.PublishAsync(film, 180);
        }
        string[] members = [School.Lin, School.Wang, School.Chen];
        for (var seed = 1; seed <= members.Length; seed++)
        {
            room.Host.Draw = Presence.Seeded(seed);
            var line = new ApiLine(room, room.Learner(members[seed - 1]), films);
            var learner = new HonestLearner(seed, line, wrong: 0);
            await (shortFilms ? learner.WatchShortFilmsAsync() : learner.WatchLongFilmAsync());
            var seconds = await line.CreditedAsync();
            output.WriteLine(
                $"seed {seed}: {seconds:0} of {learner.Watched:0} s, {seconds / learner.Watched:P3}, {learner.Checks} checks; refused: "
                    + $"{(line.Refused.Length == 0 ? "nothing" : line.Refused)}"
            );
            Assert.InRange(seconds / learner.Watched, Kept, 1);
        }
    }
}
