namespace ELearning.Web.Tests;

/// <summary>Reports of what was played, on their way to the server.</summary>
internal static class Beat
{
    private const string Endpoint = "**/graphql";

    /// <summary>Whatever else is asked goes its way.</summary>
    public static Task OnBeatAsync(this Learner learner, Func<IRoute, Task> handle) =>
        learner.Page.RouteAsync(Endpoint, route => Is(route.Request) ? handle(route) : route.ContinueAsync());

    public static bool Is(IRequest request) => request.PostData?.Contains("\"sequence\":", StringComparison.Ordinal) ?? false;

    /// <summary>The server heard of it, and nobody hears the server.</summary>
    public static async Task LoseAnswerAsync(this IRoute route)
    {
        await route.FetchAsync();
        await route.AbortAsync();
    }
}
