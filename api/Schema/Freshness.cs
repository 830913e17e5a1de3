using ELearning.Content;

namespace ELearning.Api;

/// <summary>For how long answers may be kept by who asked; see <see cref="FieldFreshness"/>.</summary>
internal static class Freshness
{
    /// <summary>Of what everybody reads in the catalogue and the teacher pool.</summary>
    public static readonly TimeSpan Catalogue = TimeSpan.FromMinutes(1);

    /// <summary>
    /// Of what has signed addresses in it. They are good for <see cref="MediaLinks.LeastLife"/> at least when they are given out, so they outlive every answer
    /// that is kept, and whoever begins to play at its end still has nearly all of it.
    /// </summary>
    public static readonly TimeSpan Addresses = Catalogue;
}
