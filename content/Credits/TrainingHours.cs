namespace ELearning.Content;

/// <summary>Hours for display (学时): seconds by the policy's length, rounded down to 0.1. Comparisons always use seconds.</summary>
public static class TrainingHours
{
    public static decimal Of(long seconds, int secondsPerHour) => Math.Truncate(seconds * 10m / secondsPerHour) / 10m;
}
