namespace ELearning.SampleClient;

/// <summary>Stands for what shows the film: it takes as long as the film does.</summary>
internal static class Player
{
    public static async Task PlayAsync(TimeSpan length)
    {
        using var film = new PeriodicTimer(length);
        await film.WaitForNextTickAsync();
    }
}
