using Xunit.Abstractions;

namespace ELearning.Tests;

/// <summary>The other side of the clock: an honest learner on a bad network loses next to nothing.</summary>
public sealed class HonestLearnerTests(ITestOutputHelper output)
{
    private const double Kept = 0.98;

    [Fact]
    public async Task A_thousand_honest_learners_keep_at_least_98_percent_of_what_they_watched()
    {
        var (watched, credited, checks, worst, below) = (0.0, 0.0, 0, 1.0, 0);
        for (var seed = 1; seed <= 1000; seed++)
        {
            var line = new ClockLine(new Lesson(chapterSeconds: 3 * 3600, draw: Presence.Seeded(seed)));
            var learner = new HonestLearner(seed, line);
            await learner.StudyAsync();
            var seconds = await line.FinishAsync();
            watched += learner.Watched;
            credited += seconds;
            checks += learner.Checks;
            var share = seconds / learner.Watched;
            if (share < worst) output.WriteLine($"seed {seed}: {seconds:0} of {learner.Watched:0} s, {share:P3}; refused: {(line.Refused.Length == 0 ? "nothing" : line.Refused)}");
            worst = Math.Min(worst, share);
            if (share < Kept) below++;
        }
        output.WriteLine($"1,000 learners watched {watched / 3600:0} hours and answered {checks} checks: {credited / watched:P3} credited; the least lucky one kept {worst:P3}, {below} kept less than {Kept:P0}");
        Assert.Equal(0, below);
        Assert.InRange(credited / watched, Kept, 1);
    }

    [Fact]
    public async Task Three_of_them_keep_the_same_through_the_whole_product()
    {
        await using var room = await Classroom.OpenAsync(3 * 3600);
        string[] members = [School.Lin, School.Wang, School.Chen];
        for (var seed = 1; seed <= 3; seed++)
        {
            room.Host.Draw = Presence.Seeded(seed);
            var line = new ApiLine(room, room.Learner(members[seed - 1]));
            var learner = new HonestLearner(seed, line);
            await learner.StudyAsync();
            var seconds = await line.FinishAsync();
            output.WriteLine($"seed {seed}: {seconds:0} of {learner.Watched:0} s, {seconds / learner.Watched:P3}, {learner.Checks} checks; refused: {(line.Refused.Length == 0 ? "nothing" : line.Refused)}");
            Assert.InRange(seconds / learner.Watched, Kept, 1);
        }
    }
}
