namespace ELearning.Api;

/// <summary>For how long answers may be kept by who asked; see <see cref="FieldFreshness"/>.</summary>
internal static class Freshness
{
    /// <summary>Of what everybody reads in the catalogue and the teacher pool.</summary>
    public static readonly TimeSpan Catalogue = TimeSpan.FromMinutes(1);
}
