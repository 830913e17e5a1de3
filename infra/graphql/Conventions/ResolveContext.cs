using GraphQL;

namespace ELearning.GraphQL;

/// <summary>What resolvers take from the request.</summary>
public static class ResolveContext
{
    /// <summary>A service of the request.</summary>
    public static TService Service<TService>(this IResolveFieldContext context)
        where TService : notnull => context.RequestServices!.GetRequiredService<TService>();

    /// <summary>The request's batch loader of this type; see <see cref="BatchLoader{TKey,TValue}"/>.</summary>
    public static TLoader Loader<TLoader>(this IResolveFieldContext context)
        where TLoader : class => context.Service<Loaders>().Get<TLoader>();

    internal static void ForgetLoaded(this IResolveFieldContext context) => context.Service<Loaders>().Forget();
}
